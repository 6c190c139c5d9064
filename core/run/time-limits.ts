import type { BuildPlan } from '../model/run';

/** Seconds that an instance is kept for debugging. */
export const keptInstanceSeconds = 2 * 3600;

/** Seconds by which a state's time limit exceeds the deadline of its wait, so that the wait's better error wins. */
export const backstopSeconds = 180;

/** Time limits of operations without a recipe, in seconds: EC2 may take a day for an image or a copy. */
export const operationLimits: BuildPlan['limits'] = {
  ready_seconds: 900,
  clean_seconds: 900,
  stop_seconds: 900,
  image_seconds: 86_400,
  copy_seconds: 86_400,
};

/** Time limit for one instance refresh, in seconds: a large group is replaced a tenth at a time. */
export const refreshSeconds = 86_400;

/** Time limit for the search of an instance, in seconds: it reads the whole disk. */
export const searchSeconds = 3600;

const later = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

/** Returns the seconds that publication may wait for an approval. */
export function approvalSeconds(plan: Pick<BuildPlan, 'approval'> | undefined): number {
  return plan?.approval?.within_seconds ?? 0;
}

/** Returns the seconds that a builder may live: all its steps at their limits, the image included, and one hour. */
export function builderSeconds(plan: BuildPlan): number {
  const scripts = plan.scripts.reduce((sum, script) => sum + script.timeout_seconds, 0);
  const tests = plan.test ? plan.limits.ready_seconds + plan.test.timeout_seconds : 0;
  return (
    plan.limits.ready_seconds +
    scripts +
    plan.limits.clean_seconds +
    plan.limits.stop_seconds +
    plan.limits.image_seconds +
    tests +
    approvalSeconds(plan) +
    3600
  );
}

/**
 * Returns the seconds after which an abandoned builder shuts down: its work up to the stop, half an hour, and the time
 * that it is kept if the build fails.
 */
export function builderShutdownSeconds(plan: BuildPlan, keepFailedSeconds = 0): number {
  return builderSeconds(plan) - plan.limits.image_seconds - approvalSeconds(plan) - 1800 + keepFailedSeconds;
}

/**
 * Returns the seconds that a test instance may live: to become ready, to run its script, and to be kept for debugging.
 */
export function testInstanceSeconds(readySeconds: number, scriptSeconds: number): number {
  return readySeconds + scriptSeconds + keptInstanceSeconds;
}

/** Returns when the reaper may remove a candidate image: after its own limit, its tests, and a day. */
export function candidateDeadline(now: Date, imageSeconds: number): Date {
  return later(now, imageSeconds + 86_400);
}
