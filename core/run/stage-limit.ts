import type { BuildPlan, Run, Stage, StageName } from '../model/run';
import { queueSeconds } from './queue';
import { operationLimits, refreshSeconds, searchSeconds } from './time-limits';

/**
 * Returns the seconds that a running stage may take from its start, according to the plan of a build or the limits of
 * operations. Returns undefined for a stage without a known limit, such as one that waits for another operation.
 */
export function stageLimit(
  run: Pick<Run, 'kind' | 'plan' | 'request'>,
  stage: Pick<Stage, 'name' | 'detail'>,
): number | undefined {
  const limits = run.plan?.limits ?? operationLimits;
  const rules: Partial<Record<StageName, () => number | undefined>> = {
    launch: () => run.plan && limits.ready_seconds,
    provision: () => run.plan && untilScript(run.plan, stage.detail),
    clean: () => (run.plan ? limits.clean_seconds : stage.detail === 'search' ? searchSeconds : undefined),
    stop: () => limits.stop_seconds,
    image: () => limits.image_seconds,
    test: () => plus(limits.ready_seconds, run.plan?.test?.timeout_seconds ?? run.request?.timeout_seconds),
    queue: () => queueSeconds,
    refresh: () => refreshSeconds,
    approval: () => run.plan?.approval?.within_seconds,
    replicate: () => limits.copy_seconds,
  };
  return rules[stage.name]?.();
}

/** Adds the limits of the scripts up to this one: the stage starts with the first. */
function untilScript({ scripts }: BuildPlan, name: string | undefined): number | undefined {
  const current = scripts.findIndex((script) => script.name === name);
  return current < 0
    ? undefined
    : scripts.slice(0, current + 1).reduce((sum, { timeout_seconds }) => sum + timeout_seconds, 0);
}

const plus = (seconds: number, more: unknown): number | undefined =>
  typeof more === 'number' ? seconds + more : undefined;
