import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { accountOfArn, nameOfLocation, locationOf, type MemberLocation } from '../model/location';
import { isRevoked } from '../image/revocation';
import { copyWaitSeconds } from './duration';
import { testFacts } from '../run/machine-inputs';
import type { ReplicaOutcome } from '../model/run';
import { isGone } from '../image/usability';

/** The plan of a replication: the `copies` to start, and the `outcomes` of all requested locations. */
export interface ReplicationPlan {
  copies: {
    region: string;
    account?: string;
    name: string;
    kms_key?: string;
    complete_within_minutes?: number;
    wait_seconds: number;
    has_test: boolean;
    tests: ReturnType<typeof testFacts>[];
  }[];
  outcomes: ReplicaOutcome[];
}

/** The test of each copy, if the policy of its stack requires one. */
export interface ReplicaTest {
  key: string;
  instance_types: readonly string[];
  timeout_seconds: number;
}

const usable: readonly Image['state'][] = ['available', 'pending', 'transient'];

/** The requested locations of copies, in the home account and in member accounts, with keys by region. */
export interface ReplicationRequest {
  source: Image;
  /** All known copies, including those in member accounts. */
  replicas: readonly Image[];
  regions: readonly string[];
  members?: readonly MemberLocation[];
  keys?: Record<string, string>;
  /** Minutes within which EC2 must complete the copies. */
  completeWithinMinutes?: number;
  /** Seconds to wait for copies without such a limit. */
  usualSeconds: number;
  test?: ReplicaTest;
}

/**
 * Plans the missing copies. A location with a published copy or one in progress gets none, nor does one whose copy was
 * revoked, nor the location of the source. A location whose copy failed, was disabled or has vanished gets another.
 * Copies keep the source's name, are encrypted with the key of their location if there is one, and are waited for
 * `usualSeconds`, or as long as a time-based copy may take. Copies in member accounts are not tested, because nothing
 * is launched there.
 */
export function planReplication({
  source,
  replicas,
  regions,
  members = [],
  keys = {},
  completeWithinMinutes,
  usualSeconds,
  test,
}: ReplicationRequest): ReplicationPlan {
  const plan: ReplicationPlan = { copies: [], outcomes: [] };
  const wait_seconds = copyWaitSeconds(usualSeconds, regions.length + members.length, completeWithinMinutes);
  const home = [...new Set(regions)]
    .filter((region) => region !== source.region)
    .map((region): { region: string; account?: string } => ({ region }));
  for (const location of [...home, ...members]) {
    const { region, account } = location;
    const known = replicas.filter((replica) => replica.region === region && replica.account === account);
    const refused = known.find((replica) => isRevoked(replica) && !isGone(replica));
    if (refused) {
      plan.outcomes.push({
        ...location,
        status: 'failed',
        ami_id: refused.ami_id,
        name: refused.name,
        error: 'ImageRevoked',
        message: `the copy ${refused.ami_id} was revoked; undo that with spawn ami restore ${account === undefined ? `${refused.ami_id} --region ${region}` : source.ami_id}`,
      });
      continue;
    }
    const there = known.filter((replica) => usable.includes(replica.state));
    const published = there.find(({ state, lifecycle }) => state === 'available' && lifecycle === 'published');
    const coming = there.find(({ state }) => state === 'pending' || state === 'transient');
    const found = published ?? coming;
    if (found) {
      plan.outcomes.push({
        ...location,
        status: published ? 'available' : 'copying',
        ami_id: found.ami_id,
        name: found.name,
      });
    } else {
      const tests =
        (account === undefined && test?.instance_types.map((type) => testFacts(test, type, { copyRegion: region }))) ||
        [];
      const key = keyFor(location, keys);
      plan.copies.push({
        ...location,
        name: source.name,
        ...(key && { kms_key: key }),
        ...(completeWithinMinutes && { complete_within_minutes: completeWithinMinutes }),
        wait_seconds,
        has_test: tests.length > 0,
        tests,
      });
      plan.outcomes.push({ ...location, status: 'planned', name: source.name });
    }
  }
  return plan;
}

/** Returns the key of a location; in a member account only a key of that account. */
function keyFor(
  { region, account }: { region: string; account?: string },
  keys: Record<string, string>,
): string | undefined {
  const key = keys[region];
  return account === undefined || (key && accountOfArn(key) === account) ? key : undefined;
}

/**
 * Throws ReplicationIncomplete, naming each region without a copy and why, when a copy did not become available. What
 * succeeded stays, and a repeated replication does only what is missing. Throws BuildCancelled when the run was
 * cancelled.
 */
export function judgeReplication(outcomes: readonly ReplicaOutcome[], runId: string, cancelled = false): void {
  const missing = outcomes.filter(({ status }) => status !== 'available');
  if (missing.length === 0) return;
  const reasons = missing.map(({ region, account, status, error, message }) => {
    const where = nameOfLocation(locationOf({ region, account }));
    if (status !== 'failed') return `${where} (${status === 'planned' ? 'not started' : 'still copying'})`;
    return `${where} (${[error, message].filter(Boolean).join(': ') || 'no reason given'})`;
  });
  throw new SpawnError(
    cancelled ? 'BuildCancelled' : 'ReplicationIncomplete',
    `${missing.length} of ${outcomes.length} regions ${missing.length === 1 ? 'has' : 'have'} no copy after ${runId}: ${reasons.join('; ')}. ${missing.length < outcomes.length ? 'The others are published; replicate' : 'Replicate'} again to the missing regions.`,
    { missing: missing.map(({ region }) => region) },
  );
}
