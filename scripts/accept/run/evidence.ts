import type { RunAnswer } from '../../../core/api/contract/run';

/** What is built: the smoke recipe, or a recipe whose script does nothing on an untouched base. */
export type BuiltKind = 'smoke' | 'al2023' | 'ubuntu' | 'gpu';

/** A build that has ended, and how many ran at the same time. */
export interface Built {
  kind: BuiltKind;
  run: RunAnswer;
  parallel: number;
}

/** What the steps of a run have seen; the questions are answered from it. */
export interface Evidence {
  builds: Built[];
  copy?: RunAnswer;
}

/** Returns the seconds that a stage of a run took; undefined when it has not succeeded. */
export function secondsOf(run: RunAnswer, stage: RunAnswer['stages'][number]['name']): number | undefined {
  const found = run.stages.find(({ name, status }) => name === stage && status === 'succeeded');
  if (found?.ended_at === undefined) return undefined;
  return Math.round((Date.parse(found.ended_at) - Date.parse(found.started_at)) / 1000);
}

/** Returns the builds that failed with one of these errors. */
export function failedWith(builds: readonly Built[], pattern: RegExp): Built[] {
  return builds.filter(({ run }) => run.failure !== undefined && pattern.test(run.failure.name));
}
