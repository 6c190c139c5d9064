import type { Run } from '../model/run';
import { stageLimit } from '../run/stage-limit';
import type { RunAnswer } from './contract/run';

/** Returns a run as the API shows it, without its plan, its request and its start, which are internal. */
export function answerOfRun(
  run: Omit<Run, 'revision'> & { revision?: number },
  { place, ...more }: Pick<RunAnswer, 'reused' | 'images'> & { place?: number } = {},
): RunAnswer {
  const { plan: _plan, request: _request, start: _start, revision: _revision, ...shown } = run;
  const stages = run.stages.map((stage) => ({
    ...stage,
    ...(stage.status === 'running' && { limit_seconds: stageLimit(run, stage) }),
    ...(stage.name === 'queue' && stage.status === 'running' && place && { detail: `place ${place}` }),
  }));
  const queue = run.queue && place ? { ...run.queue, place } : run.queue;
  return {
    ...shown,
    ...(queue && { queue }),
    stages,
    ...(run.kind === 'build' ? {} : { operation_id: run.build_id }),
    ...more,
  };
}
