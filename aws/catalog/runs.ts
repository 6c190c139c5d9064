import { SpawnError } from '../../core/errors';
import { offsetOf, pageOf } from '../../core/lib/paging';
import { runKinds } from '../../core/model/run';
import type { ReplicaOutcome, Run, RunKind, RunStatus, StageName, StageStatus } from '../../core/model/run';
import { withReplica, withStageEntered, withStageLeft } from '../../core/run/progress';
import { isAbsent, readItem, writeItem, type Placement } from './store/items';
import { findAll, findPage } from './store/queries';
import type { Question } from './store/cursors';
import { retried } from './store/races';

// All regions of a replication and all tests of a build may write at once. Each lost race means that another write
// succeeded.
const mostRaces = 60;

/** A change of a run: fields, or a rule that may run several times. Undefined from the rule leaves the run as it is. */
export type RunChange = Partial<Run> | ((run: Run) => Partial<Run> | undefined);

export interface RunListing {
  kind: RunKind;
  status?: RunStatus;
  limit: number;
  cursor?: string;
}

/** Writes the record of a new run and returns it with its revision. Throws CatalogConflict when its id is taken. */
export async function createRun(run: Omit<Run, 'revision'>): Promise<Run> {
  const stored: Run = { ...run, revision: 1 };
  if (await writeItem(placementOf(stored), stored, isAbsent)) return stored;
  throw new SpawnError('CatalogConflict', `the run ${run.build_id} already exists: start again with another id.`, {
    build_id: run.build_id,
  });
}

/** Returns the record of a run, read consistently; undefined when there is none. */
export function getRun(buildId: string): Promise<Run | undefined> {
  return readItem<Run>(keyOf(buildId));
}

/**
 * Changes the record of a run and returns it. Throws BuildNotFound without a record, and CatalogConflict after too many
 * concurrent changes.
 */
export async function updateRun(buildId: string, change: RunChange, now: Date = new Date()): Promise<Run> {
  return retried(async () => {
    const run = await getRun(buildId);
    if (!run)
      throw new SpawnError('BuildNotFound', `there is no run ${buildId}: list the runs with spawn builds list.`, {
        build_id: buildId,
      });
    const changed = typeof change === 'function' ? change(run) : change;
    if (!changed) return run;
    const stored: Run = { ...run, ...changed, updated_at: now.toISOString(), revision: run.revision + 1 };
    const condition = { expression: 'revision = :revision', values: { ':revision': run.revision } };
    if (await writeItem(placementOf(stored), stored, condition)) return stored;
    throw new SpawnError('CatalogConflict', `the record of ${buildId} is changed by concurrent requests: retry.`, {
      build_id: buildId,
    });
  }, mostRaces);
}

/** Adds warnings to those of a run, each once. */
export function addWarnings(buildId: string, found: readonly string[]): Promise<Run> {
  return updateRun(buildId, ({ warnings = [] }) =>
    found.every((warning) => warnings.includes(warning))
      ? undefined
      : { warnings: [...new Set([...warnings, ...found])] },
  );
}

/**
 * Records that a run has entered a stage. A retry of the stage keeps its start. A run that is over enters none: a
 * function whose answer was lost runs anew.
 */
export function enterStage(buildId: string, stage: StageName, now: Date, detail?: string): Promise<Run> {
  return updateRun(
    buildId,
    ({ status, stages }) =>
      status === 'running' ? { stages: withStageEntered(stages, stage, now, detail) } : undefined,
    now,
  );
}

/** Records that a run has left a stage, with the status of the stage. */
export function leaveStage(
  buildId: string,
  stage: StageName,
  status: Exclude<StageStatus, 'running'>,
  now: Date,
): Promise<Run> {
  return updateRun(buildId, ({ stages }) => ({ stages: withStageLeft(stages, stage, status, now) }), now);
}

/** Records the result of one location of a run's replication. */
export function recordReplica(buildId: string, outcome: ReplicaOutcome, now: Date = new Date()): Promise<Run> {
  return updateRun(buildId, ({ replicas }) => ({ replicas: withReplica(replicas, outcome) }), now);
}

/**
 * Returns a page of the runs of a kind, newest first. Running runs have their own index, so listing them reads no
 * others.
 */
export async function listRuns({ kind, status, limit, cursor }: RunListing): Promise<{ runs: Run[]; cursor?: string }> {
  const page = await findPage<Run>(questionOf(kind, status), { limit, cursor });
  return { runs: page.items, ...(page.cursor && { cursor: page.cursor }) };
}

/** Returns a page of the runs of all kinds, newest first. A later page reads the earlier ones again. */
export async function listAllRuns({
  cursor,
  limit,
  status,
}: Omit<RunListing, 'kind'>): Promise<{ runs: Run[]; cursor?: string }> {
  const offset = offsetOf(cursor);
  const ofKinds = await Promise.all(
    runKinds.map((kind) => findPage<Run>(questionOf(kind, status), { limit: offset + limit + 1 })),
  );
  const newest = ofKinds.flatMap(({ items }) => items).sort((left, right) => compareRuns(right, left));
  const page = pageOf(newest, limit, offset);
  return { runs: page.items, ...(page.cursor && { cursor: page.cursor }) };
}

const compareRuns = (left: Run, right: Run): number =>
  left.created_at.localeCompare(right.created_at) || left.build_id.localeCompare(right.build_id);

/** Returns all running runs of these kinds. */
export async function listRunningRuns(kinds: readonly RunKind[]): Promise<Run[]> {
  return (await Promise.all(kinds.map((kind) => findAll<Run>(questionOf(kind, 'running'))))).flat();
}

function questionOf(kind: RunKind, status: RunStatus | undefined): Question {
  if (status === 'running') return { index: 'gsi2', partition: `RUNNING#${kind}`, descending: true };
  const where = status && {
    expression: '#status = :status',
    names: { '#status': 'status' },
    values: { ':status': status },
  };
  return { index: 'gsi1', partition: `RUNS#${kind}`, descending: true, where };
}

function keyOf(buildId: string): { pk: string; sk: string } {
  return { pk: `RUN#${buildId}`, sk: 'RUN' };
}

function placementOf(run: Run): Placement {
  const order = `${run.created_at}#${run.build_id}`;
  return {
    ...keyOf(run.build_id),
    gsi1pk: `RUNS#${run.kind}`,
    gsi1sk: order,
    ...(run.status === 'running' && { gsi2pk: `RUNNING#${run.kind}`, gsi2sk: order }),
  };
}
