import type { Architecture } from '../model/image';
import type { Consistency } from './consistency';
import { tagKeys, type LifecycleState, type Tags } from '../tags';
import { written } from '../lib/text-boolean';

/** The facts that an image's tags are built from; an instance's tags are never copied. Sizes are gibibytes. */
export interface ImageTagFacts {
  now: Date;
  instance_id: string;
  region: string;
  architecture: Architecture;
  gpu: boolean;
  base_ami?: string;
  base?: string;
  stack?: string;
  version?: string;
  variant?: string;
  size_gb?: number;
  build_id: string;
  deployment: string;
  state: LifecycleState;
  consistency?: Consistency;
  /** When the reaper may remove a candidate; published images have none. */
  ttl_deadline?: Date;
  /** The user's own tags, already checked. */
  tags: Tags;
}

/** Returns the complete tags of an image and its snapshots, for the call that creates them. */
export function imageTags(facts: ImageTagFacts): Tags {
  return present({
    ...facts.tags,
    [tagKeys.managed]: written,
    [tagKeys.created]: tagTime(facts.now),
    [tagKeys.createdFrom]: facts.instance_id,
    [tagKeys.sourceRegion]: facts.region,
    [tagKeys.arch]: facts.architecture,
    [tagKeys.gpu]: String(facts.gpu),
    [tagKeys.baseAmi]: facts.base_ami,
    [tagKeys.base]: facts.base,
    [tagKeys.stack]: facts.stack,
    [tagKeys.version]: facts.version,
    [tagKeys.variant]: facts.variant,
    [tagKeys.size]: facts.size_gb === undefined ? undefined : `${facts.size_gb}GB`,
    [tagKeys.buildId]: facts.build_id,
    [tagKeys.deployment]: facts.deployment,
    [tagKeys.state]: facts.state,
    [tagKeys.consistency]: facts.consistency,
    [tagKeys.ttlDeadline]: facts.ttl_deadline && tagTime(facts.ttl_deadline),
  });
}

// A copy is not the latest by itself, and has its own state, build and deadline.
const notCopied: readonly string[] = [
  tagKeys.latest,
  tagKeys.cleanupMarked,
  tagKeys.ttlDeadline,
  tagKeys.state,
  tagKeys.buildId,
  tagKeys.deployment,
  tagKeys.deregistrationProtection,
];

/**
 * Returns the tags of a copy: all tags of the source, including deprecation and keep, plus its origin. `spawn:latest`
 * is moved, never copied; the deployment and the candidate state are the copy's own.
 */
export function replicaTags(
  source: { ami_id: string; region: string; tags: Tags },
  copy: { build_id: string; deployment: string; ttl_deadline: Date },
): Tags {
  const inherited = Object.entries(source.tags).filter(([key]) => !notCopied.includes(key) && !key.startsWith('aws:'));
  return {
    ...Object.fromEntries(inherited),
    [tagKeys.managed]: written,
    // A copy of a copy keeps the region of the original.
    [tagKeys.sourceRegion]: source.tags[tagKeys.sourceRegion] ?? source.region,
    [tagKeys.replicatedFrom]: source.ami_id,
    [tagKeys.buildId]: copy.build_id,
    [tagKeys.deployment]: copy.deployment,
    [tagKeys.state]: 'candidate',
    [tagKeys.ttlDeadline]: tagTime(copy.ttl_deadline),
  };
}

/** Returns a time in the form of tags: RFC 3339 in UTC without fractions, such as `2026-01-14T10:30:00Z`. */
export function tagTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

/** Returns the tags without those that have no value. */
export function present(tags: Record<string, string | undefined>): Tags {
  return Object.fromEntries(Object.entries(tags).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
