import type { ReplicaOutcome, Run, RunFailure, Stage, StageName, StageStatus } from '../model/run';

/**
 * Returns the stages after one is entered: those before it end, because a run goes from stage to stage. A retry of a
 * running stage keeps its start, an ended stage starts anew.
 */
export function withStageEntered(stages: readonly Stage[], name: StageName, now: Date, detail?: string): Stage[] {
  const known = stages.find((stage) => stage.name === name);
  const started_at = known?.status === 'running' ? known.started_at : now.toISOString();
  const entered: Stage = { name, status: 'running', started_at, ...(detail && { detail }) };
  const others = stages.map((stage) => (stage === known ? entered : ended(stage, 'succeeded', now)));
  return known ? others : [...others, entered];
}

/** Returns the fields of a run that ends; its current stage ends the way the run does. */
export function withRunEnded(
  run: Run,
  outcome: { status: Run['status']; failure?: RunFailure },
  now: Date,
): Partial<Run> {
  const last = outcome.status === 'succeeded' ? 'succeeded' : 'failed';
  return {
    status: outcome.status,
    failure: outcome.failure,
    ended_at: now.toISOString(),
    stages: run.stages.map((stage) => ended(stage, last, now)),
  };
}

function ended(stage: Stage, status: 'succeeded' | 'failed', now: Date): Stage {
  return stage.status === 'running' ? { ...stage, status, ended_at: now.toISOString() } : stage;
}

/**
 * Returns the stages after one has ended. A stage that had ended the same way keeps its time; one that was never
 * entered is added.
 */
export function withStageLeft(
  stages: readonly Stage[],
  name: StageName,
  status: Exclude<StageStatus, 'running'>,
  now: Date,
): Stage[] {
  const known = stages.find((stage) => stage.name === name);
  if (known?.status === status) return [...stages];
  const left: Stage = { ...(known ?? { name, started_at: now.toISOString() }), status, ended_at: now.toISOString() };
  return known ? stages.map((stage) => (stage === known ? left : stage)) : [...stages, left];
}

/** Returns the outcomes with that of one region and account replaced or added. */
export function withReplica(replicas: readonly ReplicaOutcome[], outcome: ReplicaOutcome): ReplicaOutcome[] {
  const isSame = ({ region, account }: ReplicaOutcome): boolean =>
    region === outcome.region && account === outcome.account;
  return replicas.some(isSame)
    ? replicas.map((replica) => (isSame(replica) ? outcome : replica))
    : [...replicas, outcome];
}
