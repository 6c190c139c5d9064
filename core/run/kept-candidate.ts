import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { retryStages, type KeptCandidate, type RetryStage, type Run, type StageName } from '../model/run';
import { queueSeconds } from './queue';
import { approvalSeconds } from './time-limits';

/** The bounds of the time that an image is kept for a retry, in seconds. */
export const keptCandidateSeconds = { least: 600, most: 7 * 86_400 } as const;

// A request that starts a retry runs for less than this time before the retry is recorded.
const startingSeconds = 600;

const isRetryStage = (stage: StageName | undefined): stage is RetryStage => retryStages.some((each) => each === stage);

/**
 * Returns the image that a failed build keeps for a retry, and until when: if the request said so, the test or the scan
 * failed, and nobody cancelled the build. An image that is kept already keeps its time.
 */
export function keptCandidate(run: Run, now: Date): KeptCandidate | undefined {
  const { keep_candidate_seconds: seconds, failure, ami_id, region, cancel_requested, discard, kept_candidate } = run;
  if (seconds === undefined || !failure || cancel_requested || failure.name === 'BuildCancelled') return undefined;
  if (ami_id === undefined || discard || !isRetryStage(failure.stage)) return undefined;
  return kept_candidate ?? { ami_id, region, until: new Date(now.getTime() + seconds * 1000).toISOString() };
}

/** Returns whether the image of a build is kept for a retry: nobody cancelled the build, and its time is not over. */
export function isCandidateKept({ kept_candidate: kept, cancel_requested }: Run, now: Date): boolean {
  return kept !== undefined && !cancel_requested && Date.parse(kept.until) > now.getTime();
}

/** What is known about the image of a failed build besides its record. */
export interface CandidateFacts {
  /** The catalog's record of the image. */
  image: Pick<Image, 'build_id' | 'lifecycle' | 'state'> | undefined;
  /** The record of the retry that took it. */
  taker: Pick<Run, 'build_id' | 'status'> | undefined;
}

/**
 * Returns the image that a build is retried with and the stage that the retry begins with. "A failed test or scan keeps
 * the image for its time, one retry takes it, and a scan is not retried alone after a failed test." Throws
 * CandidateNotKept, CandidateExpired, CandidateTaken, or InvalidRequest for a stage that would leave out a failed test.
 */
export function retryableCandidate(
  run: Run,
  wanted: { build_id: string; from?: RetryStage },
  { image, taker }: CandidateFacts,
  now: Date,
): { kept: KeptCandidate; from: RetryStage } {
  const { build_id: id, kept_candidate: kept, failure } = run;
  if (!kept || !failure || !isRetryStage(failure.stage)) throw notKept(run);
  const { ami_id, until, taken } = kept;
  if (taken && taken.build_id !== wanted.build_id && isTaken(run, taken, { image, taker }, now))
    throw new SpawnError(
      'CandidateTaken',
      `the image ${ami_id} of ${id} was taken by the retry ${taken.build_id}: follow that one with spawn wait ${taken.build_id}.`,
      { build_id: id, ami_id, taken_by: taken.build_id },
    );
  if (Date.parse(until) <= now.getTime() || image?.lifecycle !== 'candidate' || image.state !== 'available')
    throw new SpawnError(
      'CandidateExpired',
      `the image ${ami_id} of ${id} was kept until ${until} and is removed: build the recipe again.`,
      { build_id: id, ami_id, until },
    );
  if (wanted.from === 'scan' && failure.stage === 'test')
    throw new SpawnError(
      'InvalidRequest',
      `${id} failed its test, so its retry cannot begin with the scan: retry it from the test.`,
      { from: wanted.from },
    );
  return { kept, from: wanted.from ?? failure.stage };
}

/** Returns whether a retry holds the image: it runs, is being started, or has ended after it took the image over. */
function isTaken(
  run: Run,
  taken: NonNullable<KeptCandidate['taken']>,
  { image, taker }: CandidateFacts,
  now: Date,
): boolean {
  // Without a record, the request that took the image may still be starting its retry.
  if (!taker) return now.getTime() - Date.parse(taken.at) < startingSeconds * 1000;
  return taker.status === 'running' || image?.build_id !== run.build_id;
}

function notKept(run: Run): SpawnError {
  const { build_id: id, kind, status, failure, keep_candidate_seconds: seconds } = run;
  const why = (): string => {
    if (kind !== 'build') return 'it is no build';
    if (status === 'running') return 'it is still running';
    if (status !== 'failed') return `it ended as ${status}`;
    if (!isRetryStage(failure?.stage)) return `it failed in the stage ${failure?.stage ?? 'of its start'}`;
    return seconds === undefined ? 'it was started without --keep-candidate' : 'its image was not kept';
  };
  return new SpawnError(
    'CandidateNotKept',
    `${id} has no image to retry with, because ${why()}: only a build started with --keep-candidate whose test or scan failed has one.`,
    { build_id: id },
  );
}

/**
 * Returns when the reaper may remove the image of a retry: after its time in the queue, its tests and approval, and a
 * day.
 */
export function retryDeadline({ plan }: Pick<Run, 'plan'>, now: Date): Date {
  const tests = plan?.test ? plan.limits.ready_seconds + plan.test.timeout_seconds : 0;
  const seconds = queueSeconds + tests + approvalSeconds(plan) + 86_400;
  return new Date(now.getTime() + seconds * 1000);
}
