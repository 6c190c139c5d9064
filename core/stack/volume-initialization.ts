import type { TestResult } from '../model/image';
import type { MeasuredInitialization, StackPolicyRecord } from './policy';

/** The highest initialization rate of EBS, in MiB a second (API reference, EbsBlockDevice). */
export const fastestRate = 300;

// EBS charges for each GiB that it initializes, and two equal launches differ by seconds.
const leastGain = { seconds: 3, share: 0.1 };

/**
 * Compares the tests of one run on the types that passed with and without volume initialization, by their average in
 * seconds. "What was found best becomes the default: filling the volume ahead costs money, so it is best only if
 * instances are ready sooner by three seconds and a tenth at least." Returns undefined without such tests.
 */
export function measuredInitialization(
  tests: readonly TestResult[],
  buildId: string,
): MeasuredInitialization | undefined {
  const measured = tests.filter(
    (test) => test.build_id === buildId && test.verdict === 'passed' && test.seconds_to_ready !== undefined,
  );
  const pairs = measured.flatMap((filled) => {
    const plain = measured.find(
      (test) => test.instance_type === filled.instance_type && test.volume_initialization_rate === undefined,
    );
    return filled.volume_initialization_rate !== undefined && plain ? [{ plain, filled }] : [];
  });
  const [first] = pairs;
  if (!first) return undefined;
  const average = (side: 'plain' | 'filled') =>
    Math.round(pairs.reduce((sum, pair) => sum + pair[side].seconds_to_ready!, 0) / pairs.length);
  const [without, filled] = [average('plain'), average('filled')];
  const compared = first.filled.volume_initialization_rate!;
  return {
    rate: without - filled >= Math.max(leastGain.seconds, without * leastGain.share) ? compared : null,
    compared_rate: compared,
    seconds_without: without,
    seconds_with: filled,
    instance_types: pairs.map(({ plain }) => plain.instance_type),
    build_id: buildId,
    measured_at: first.filled.tested_at,
  };
}

/** Returns `ready after 12s at 300 MiB/s instead of 31s`, or that the rate does not pay off. */
export function measuredSentence({
  rate,
  compared_rate,
  seconds_with,
  seconds_without,
}: MeasuredInitialization): string {
  if (rate !== null) return `ready after ${seconds_with}s at ${compared_rate} MiB/s instead of ${seconds_without}s`;
  return `ready after ${seconds_with}s at ${compared_rate} MiB/s and after ${seconds_without}s without, which does not pay off`;
}

/**
 * Returns the initialization rate for the root volume of a launch, and why: that of the request, otherwise that of the
 * policy, otherwise the measured one. Without a `rate` EBS loads blocks when they are read. Returns undefined when
 * nothing is set or measured.
 */
export function initializationOfLaunch(
  asked: number | undefined,
  stack: string | undefined,
  record: Pick<StackPolicyRecord, 'policy' | 'measured'> | undefined,
): { rate?: number; reason: string } | undefined {
  if (asked !== undefined) return { rate: asked, reason: 'as requested by the launch' };
  const set = record?.policy.volume_initialization_rate;
  if (set !== undefined) return { ...(set !== null && { rate: set }), reason: `as set in the policy of ${stack}` };
  const measured = record?.measured;
  if (!measured) return undefined;
  return {
    ...(measured.rate !== null && { rate: measured.rate }),
    reason: `measured for ${stack} on ${measured.measured_at.slice(0, 10)}: ${measuredSentence(measured)}`,
  };
}

/**
 * Returns the seconds until an instance was ready in the last passed test without an initialization rate, or with one
 * if all tests had one; undefined without a measurement.
 */
export function secondsToReady(tests: readonly TestResult[] = []): number | undefined {
  const measured = tests.filter((test) => test.verdict === 'passed' && test.seconds_to_ready !== undefined);
  return (measured.findLast((test) => test.volume_initialization_rate === undefined) ?? measured.at(-1))
    ?.seconds_to_ready;
}
