import { SpawnError } from './errors';
import type { Image } from './image';
import { isRevoked } from './revocation';
import { copyWaitSeconds } from './copy-duration';
import { testFacts } from './pipeline-facts';
import type { ReplicaOutcome } from './run';
import { isGone } from './usability';

/** What a replication does: `copies` are to be started, `outcomes` say of every region asked for where it stands now. */
export interface ReplicationPlan {
  copies: { region: string; name: string; kms_key?: string; complete_within_minutes?: number; wait_seconds: number; has_test: boolean; tests: ReturnType<typeof testFacts>[] }[];
  outcomes: ReplicaOutcome[];
}

/** What each copy is tested with, where its stack wants that. */
export interface ReplicaTest {
  key: string;
  instance_types: readonly string[];
  timeout_seconds: number;
}

const usable: readonly Image['state'][] = ['available', 'pending', 'transient'];

/**
 * Plans what is missing. A region that has a published copy, or one that is on its way, is left alone; one whose copy
 * failed, was disabled or has vanished gets another; one whose copy was revoked gets none. The source's own region needs none. Copies keep the source's name,
 * are encrypted with the key of their region where there is one, and are waited for `usualSeconds`, or as long as EC2 may need to complete them in time.
 */
export function planReplication(request: { source: Image; replicas: readonly Image[]; regions: readonly string[]; keys?: Record<string, string>; completeWithinMinutes?: number; usualSeconds: number; test?: ReplicaTest }): ReplicationPlan {
  const { source, replicas, keys = {}, completeWithinMinutes, usualSeconds, test } = request;
  const plan: ReplicationPlan = { copies: [], outcomes: [] };
  const wait_seconds = copyWaitSeconds(usualSeconds, request.regions.length, completeWithinMinutes);
  for (const region of new Set(request.regions)) {
    if (region === source.region) continue;
    const refused = replicas.find((replica) => replica.region === region && isRevoked(replica) && !isGone(replica));
    if (refused) {
      plan.outcomes.push({ region, status: 'failed', ami_id: refused.ami_id, name: refused.name, error: 'ImageRevoked', message: `the copy ${refused.ami_id} was revoked; take that back with spawn ami restore ${refused.ami_id} --region ${region}` });
      continue;
    }
    const there = replicas.filter((replica) => replica.region === region && usable.includes(replica.state));
    const published = there.find(({ state, lifecycle }) => state === 'available' && lifecycle === 'published');
    const coming = there.find(({ state }) => state === 'pending' || state === 'transient');
    const found = published ?? coming;
    if (found) {
      plan.outcomes.push({ region, status: published ? 'available' : 'copying', ami_id: found.ami_id, name: found.name });
    } else {
      const tests = test?.instance_types.map((type) => testFacts(test, type, { copyRegion: region })) ?? [];
      plan.copies.push({ region, name: source.name, ...(keys[region] && { kms_key: keys[region] }), ...(completeWithinMinutes && { complete_within_minutes: completeWithinMinutes }), wait_seconds, has_test: tests.length > 0, tests });
      plan.outcomes.push({ region, status: 'planned', name: source.name });
    }
  }
  return plan;
}

/**
 * Throws ReplicationIncomplete, naming each region without a copy and why, when any copy did not become available.
 * What worked stays, and the same replication asked for again does only what is missing. Where somebody cancelled the run,
 * that is why, and the name is BuildCancelled.
 */
export function judgeReplication(outcomes: readonly ReplicaOutcome[], runId: string, cancelled = false): void {
  const missing = outcomes.filter(({ status }) => status !== 'available');
  if (missing.length === 0) return;
  const reasons = missing.map(({ region, status, error, message }) => {
    if (status !== 'failed') return `${region} (${status === 'planned' ? 'not started' : 'still copying'})`;
    return `${region} (${[error, message].filter(Boolean).join(': ') || 'no reason known'})`;
  });
  throw new SpawnError(
    cancelled ? 'BuildCancelled' : 'ReplicationIncomplete',
    `${missing.length} of ${outcomes.length} regions have no copy after ${runId}: ${reasons.join('; ')}. The others are published; replicate again to those that are missing.`,
    { missing: missing.map(({ region }) => region) },
  );
}
