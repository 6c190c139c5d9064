import { AwsError } from '../../../kernel/types';
import type { Region, Simulation } from './simulation';

/**
 * Burst and refill a second, from EC2's documented request rates (per account and region; one bucket for each action).
 */
const own: Readonly<Record<string, readonly [number, number]>> = {
  RunInstances: [5, 2],
  StartInstances: [5, 2],
  StopInstances: [50, 5],
  TerminateInstances: [100, 5],
  CreateImage: [50, 5],
  CopyImage: [100, 1],
  DeregisterImage: [100, 5],
  DeleteSnapshot: [100, 5],
  ModifyImageAttribute: [100, 5],
  ModifySnapshotAttribute: [100, 5],
  CreateTags: [100, 10],
  DeleteTags: [100, 10],
};
const expensiveWithoutFilterOrPage = [
  'DescribeInstances',
  'DescribeSnapshots',
  'DescribeVolumes',
  'DescribeSecurityGroups',
];

/** Takes one token, or throws `RequestLimitExceeded` (503). */
export function takeToken(simulation: Simulation, region: Region, action: string, input: Record<string, any>): void {
  if (!simulation.limits.throttling) return;
  const { name, burst, refill } = bucketOf(action, input);
  const now = simulation.world.clock.now();
  const key = `${simulation.world.accountId}/${name}`;
  const bucket = region.buckets.get(key) ?? { tokens: burst, filledAt: now };
  const tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAt) / 1000) * refill);
  region.buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, filledAt: now });
  if (tokens < 1) throw new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
}

function bucketOf(action: string, input: Record<string, any>): { name: string; burst: number; refill: number } {
  const narrowed = Object.keys(input).some(
    (name) => name === 'Filters' || name === 'MaxResults' || name.endsWith('Ids'),
  );
  if (expensiveWithoutFilterOrPage.includes(action) && !narrowed)
    return { name: `${action} of everything`, burst: 50, refill: 10 };
  const [burst, refill] = own[action] ?? (action.startsWith('Describe') ? [100, 20] : [50, 5]);
  return { name: action, burst, refill };
}
