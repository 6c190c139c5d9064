import type { CallRecord } from '../../local/services/world';
import type { SentEvent, Simulation } from './simulation';

/**
 * From the moment in which something was asked of AWS to the moment in which it was done, in simulated milliseconds.
 */
export type Interval = readonly [number, number];

/** The time that at least one of the intervals covers. */
export function covered(intervals: readonly Interval[]): number {
  let sum = 0;
  let reached = -Infinity;
  for (const [start, end] of [...intervals].sort((a, b) => a[0] - b[0])) {
    sum += Math.max(0, end - Math.max(start, reached));
    reached = Math.max(reached, end);
  }
  return sum;
}

const caller = ({ principal }: CallRecord): string => /spawn-[a-z0-9]+-([a-z-]+)/.exec(principal)?.[1] ?? '';
const detailOf = ({ event }: SentEvent): Record<string, string> => event.detail as Record<string, string>;

/**
 * What a build in the home region had to wait for whatever drives it: launches until the instance reports itself ready,
 * scripts, the last script, the stop, the image. Beginnings and ends are paired by their order.
 */
export function latencies({ local, events }: Simulation): Interval[] {
  const calls = (functionName: string, action: string): number[] =>
    local.calls
      .filter((call) => call.error === undefined && call.action === action && caller(call) === functionName)
      .map(({ time }) => time);
  const sent = (type: string, fits: (detail: Record<string, string>) => boolean): number[] =>
    events.filter((one) => one.event['detail-type'] === type && fits(detailOf(one))).map(({ time }) => time);
  const commandEnds = sent('EC2 Command Status-change Notification', ({ status }) => status === 'Success');
  // The last script removes the agent that would tell its end: its report does.
  const reports = calls('clean-builder', 'PutObject');
  return [
    ...paired(calls('launch-builder', 'RunInstances'), calls('launch-builder', 'PutObject')),
    ...paired(calls('launch-test-instance', 'RunInstances'), calls('launch-test-instance', 'PutObject')),
    ...paired(
      [...calls('run-script', 'SendCommand'), ...calls('clean-builder', 'SendCommand')].sort((a, b) => a - b),
      commandEnds,
    ),
    ...paired(calls('clean-builder', 'SendCommand'), reports.slice(-1)),
    ...paired(
      calls('stop-builder', 'StopInstances'),
      sent('EC2 Instance State-change Notification', ({ state }) => state === 'stopped'),
    ),
    ...paired(
      calls('create-image', 'CreateImage'),
      sent('EC2 AMI State Change', ({ State }) => State === 'available'),
    ),
  ];
}

function paired(starts: readonly number[], ends: readonly number[]): Interval[] {
  return starts.flatMap((start, index) => (ends[index] === undefined ? [] : [[start, ends[index]] as const]));
}

/** When the image was published: the moment of the tag that says so. */
export function published({ local }: Simulation): number {
  const call = local.calls.find((one) => one.action === 'CreateTags' && caller(one) === 'publish-image');
  if (!call) throw Object.assign(new Error('No image was published.'), { name: 'BenchFailed' });
  return call.time;
}

/**
 * Calls of EC2 and Systems Manager that the functions made, the minute's sweep and the reaper counted apart; those of
 * instances not.
 */
export function countCalls(
  { local }: Simulation,
  region?: string,
): { build: number; sweeps: number; perAction: Record<string, number> } {
  const own = local.calls.filter(
    (call) =>
      ['ec2', 'ssm'].includes(call.service) &&
      (region === undefined || call.region === region) &&
      !['', 'builder'].includes(caller(call)),
  );
  const isSweep = (call: CallRecord): boolean => ['sweep-waits', 'reap-leftovers'].includes(caller(call));
  const perAction: Record<string, number> = {};
  for (const { action } of own.filter((call) => !isSweep(call))) perAction[action] = (perAction[action] ?? 0) + 1;
  return { build: own.filter((call) => !isSweep(call)).length, sweeps: own.filter(isSweep).length, perAction };
}
