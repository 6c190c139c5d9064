import { formatDuration } from '../lib/duration';
import { present, tagTime } from '../image/tags';
import type { JobArrayPosition } from './job-array';
import { tagKeys, type InstancePurpose, type Tags } from '../tags';
import { isAsWritten, written } from '../lib/text-boolean';

/** The facts that an instance's tags are built from, also for its volumes and network interfaces. */
export interface InstanceTagFacts {
  now: Date;
  name: string;
  purpose: InstancePurpose;
  deployment: string;
  /** Seconds that the instance may live; without it, nothing terminates the instance. */
  ttl_seconds?: number;
  build_id?: string;
  base_ami?: string;
  job_array?: JobArrayPosition;
  tags?: Tags;
}

/**
 * Returns the tags that an instance is launched with. Builders and test instances are candidates, so that compensation
 * and reaper may remove them; instances that people launch are not.
 */
export function instanceTags(facts: InstanceTagFacts): Tags {
  const { ttl_seconds: ttl, job_array: job } = facts;
  return present({
    ...facts.tags,
    Name: facts.name,
    [tagKeys.managed]: written,
    [tagKeys.created]: tagTime(facts.now),
    [tagKeys.purpose]: facts.purpose,
    [tagKeys.deployment]: facts.deployment,
    [tagKeys.buildId]: facts.build_id,
    [tagKeys.baseAmi]: facts.base_ami,
    [tagKeys.state]: facts.purpose === 'launch' ? undefined : 'candidate',
    [tagKeys.jobArray]: job?.name,
    [tagKeys.jobArrayIndex]: job && String(job.index),
    [tagKeys.jobArraySize]: job && String(job.size),
    [tagKeys.ttl]: ttl === undefined ? undefined : formatDuration(ttl),
    [tagKeys.ttlDeadline]: ttl === undefined ? undefined : tagTime(new Date(facts.now.getTime() + ttl * 1000)),
  });
}

/**
 * Returns whether spawn may act on an instance: it has exactly `spawn:managed=true`, as IAM's conditions compare it, or
 * a tag that the settings name.
 */
export function isOurs(tags: Tags, managedTags: readonly { key: string; value: string }[] = []): boolean {
  return isAsWritten(tags[tagKeys.managed]) || managedTags.some(({ key, value }) => tags[key] === value);
}
