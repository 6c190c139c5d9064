import { formatDuration } from '../../../core/lib/duration';
import { flag } from '../../shared/command-text';
import type { Status } from '../../shared/status-of';
import type { ListedRun, RunAnswer } from './filter';

type Stage = RunAnswer['stages'][number];

/** A stage as it is shown: one that has not begun has no start. */
export interface ShownStage extends Omit<Stage, 'status' | 'started_at'> {
  status: Stage['status'] | 'ahead';
  started_at?: string;
}

// What every build goes through. Tests, scans and approvals are left out: not every build has them.
const always = ['plan', 'launch', 'provision', 'stop', 'image'] as const;

/** Returns the stages of a run, and for a build that runs those that are certain to follow. */
export function stagesOf({ kind, status, stages, discard, retry }: RunAnswer): ShownStage[] {
  if (kind !== 'build' || status !== 'running') return [...stages];
  const path = [...(retry === undefined ? always : []), discard ? ('discard' as const) : ('publish' as const)];
  const begun = new Set(stages.map(({ name }) => name));
  const last = Math.max(...path.map((name, index) => (begun.has(name) ? index : -1)), -1);
  return [...stages, ...path.slice(last + 1).map((name) => ({ name, status: 'ahead' as const }))];
}

/** Returns how the status of a stage is shown. */
export function statusOfStage({ status }: Pick<ShownStage, 'status'>): Status {
  const shown = {
    running: { type: 'in-progress', text: 'Running' },
    succeeded: { type: 'success', text: 'Succeeded' },
    failed: { type: 'error', text: 'Failed' },
    ahead: { type: 'not-started', text: 'Ahead' },
  } as const;
  return shown[status];
}

/** Returns how the status of a copy is shown. */
export function statusOfReplica({ status }: RunAnswer['replicas'][number]): Status {
  const shown = {
    planned: { type: 'pending', text: 'Planned' },
    copying: { type: 'in-progress', text: 'Copying' },
    available: { type: 'success', text: 'Available' },
    failed: { type: 'error', text: 'Failed' },
  } as const;
  return shown[status];
}

/** How much of its limit a running stage has used, from 0 to 100, and the seconds that are left. */
export function limitUsed(stage: ShownStage, now: Date): { percent: number; left: number } | undefined {
  if (stage.status !== 'running' || !stage.limit_seconds || stage.started_at === undefined) return undefined;
  const elapsed = Math.max(0, (now.getTime() - Date.parse(stage.started_at)) / 1_000);
  const percent = Math.min(100, Math.round((elapsed / stage.limit_seconds) * 100));
  return { percent, left: Math.max(0, stage.limit_seconds - elapsed) };
}

/** Returns the stage that a run is in, ended in, or failed in. */
export function stageNow({ failure, stages }: ListedRun): string | undefined {
  return failure?.stage ?? stages.at(-1)?.name;
}

/** Returns whether a run waits for a decision about its publication. */
export function waitsForApproval({ status, approval, cancel_requested }: RunAnswer): boolean {
  return status === 'running' && !cancel_requested && approval !== undefined && approval.decision === undefined;
}

/** Returns whether the image of a failed build can be tested and published without building it again. */
export function canRetry({ status, kept_candidate: kept }: RunAnswer, now: Date): boolean {
  return (
    status === 'failed' && kept !== undefined && kept.taken === undefined && Date.parse(kept.until) > now.getTime()
  );
}

/** Returns whether a failure is one that the output of a script explains. */
export function isScriptFailure({ failure }: RunAnswer): boolean {
  return failure !== undefined && ['ScriptFailed', 'ScriptTimedOut', 'TestFailed'].includes(failure.name);
}

/** What can be done after a failure, and the command that does it. */
export interface NextStep {
  text: string;
  command: string[];
}

/** Returns what can be done about the failure of a run: what is kept of it first, then how to keep it the next time. */
export function nextSteps(run: RunAnswer, now: Date): NextStep[] {
  if (run.status !== 'failed' || run.kind !== 'build') return [];
  const { build_id: id, kept_builder: builder, failure } = run;
  const steps: NextStep[] = [];
  if (builder !== undefined && Date.parse(builder.until) > now.getTime())
    steps.push({
      text: `The builder is kept until ${builder.until}. Look at it:`,
      command: ['connect', builder.instance_id, ...flag('--region', builder.region)],
    });
  if (canRetry(run, now))
    steps.push({
      text: `The image is kept until ${run.kept_candidate?.until}. Test and publish it without building it again:`,
      command: retryCommand(id, {}),
    });
  const inTest = failure?.stage === 'test' || failure?.stage === 'scan';
  if (inTest && run.kept_candidate === undefined)
    steps.push({
      text: 'Keep the image the next time, so that it can be tested again without building it again:',
      command: ['build', 'recipe.yaml', '--keep-candidate', '1d'],
    });
  if (!inTest && isScriptFailure(run) && builder === undefined)
    steps.push({
      text: 'Keep the builder the next time, to look at it:',
      command: ['build', 'recipe.yaml', '--keep-failed', '2h'],
    });
  return steps;
}

/** Returns the words of the command that shows a run. */
export function showCommand(id: string): string[] {
  return ['builds', 'show', id];
}

/** Returns the words of the command that prints the output of a run's scripts. */
export function logCommand({ build_id, status }: Pick<RunAnswer, 'build_id' | 'status'>): string[] {
  return ['builds', 'logs', build_id, ...(status === 'running' ? ['--follow'] : [])];
}

/** Returns the words of the command that cancels a build. */
export function cancelCommand(id: string): string[] {
  return ['builds', 'cancel', id];
}

/** Returns the words of the command that decides about a build. */
export function decideCommand(id: string, decision: 'approved' | 'rejected', reason: string): string[] {
  return ['builds', decision === 'approved' ? 'approve' : 'reject', id, ...flag('--reason', reason)];
}

/** Returns the words of the command that retries a build. */
export function retryCommand(id: string, { from, keep }: { from?: string; keep?: number }): string[] {
  return [
    'builds',
    'retry',
    id,
    ...flag('--from', from),
    ...flag('--keep-candidate', keep === undefined ? undefined : formatDuration(keep)),
  ];
}
