import {
  addWarnings,
  createRun,
  enterStage,
  getRun,
  leaveStage,
  listAllRuns,
  listRuns,
  recordReplica,
  updateRun,
} from '../../../aws/catalog/runs';
import { finishRun, getRuns, recordFailure } from '../../../aws/catalog/run-ends';
import { intendResource, listResources, markRemoved, recordResource } from '../../../aws/catalog/resources';
import type { Run, RunResource } from '../../../core/model/run';
import { catalogTable } from './table';

catalogTable();

const now = new Date('2026-01-14T10:30:00Z');
const later = new Date('2026-01-14T10:31:00Z');

const run = (part: Partial<Run>): Omit<Run, 'revision'> => ({
  build_id: 'bld-1',
  kind: 'build',
  status: 'running',
  region: 'us-east-1',
  created_at: now.toISOString(),
  updated_at: now.toISOString(),
  requested_by: 'arn:aws:iam::123456789012:user/ann',
  execution_arn: 'arn',
  cancel_requested: false,
  stages: [],
  replicas: [],
  ...part,
});

test('a run is created once', async () => {
  expect(await createRun(run({ build_id: 'bld-once' }))).toMatchObject({ revision: 1 });
  await expect(createRun(run({ build_id: 'bld-once' }))).rejects.toMatchObject({
    name: 'CatalogConflict',
    message: expect.stringContaining('bld-once'),
  });
  expect(await getRun('bld-none')).toBeUndefined();
  expect(await getRuns(['bld-none', 'bld-once'])).toHaveLength(1);
});

test('a step adds its warnings to those of the steps before it', async () => {
  await createRun(run({ build_id: 'bld-warned', warnings: ['the quota is used to 80 %'] }));
  await addWarnings('bld-warned', ['a history file']);
  expect((await addWarnings('bld-warned', ['a history file'])).warnings).toEqual([
    'the quota is used to 80 %',
    'a history file',
  ]);
  expect((await addWarnings('bld-warned', [])).revision).toBe(2);
});

test('a change keeps everything else, and a rule sees the run as it is', async () => {
  await createRun(run({ build_id: 'bld-changed', image_name: 'name' }));
  await updateRun('bld-changed', { ami_id: 'ami-1' }, later);
  const changed = await updateRun('bld-changed', ({ ami_id }) => ({ instance_id: `${ami_id}-builder` }), later);
  expect(changed).toMatchObject({
    image_name: 'name',
    ami_id: 'ami-1',
    instance_id: 'ami-1-builder',
    updated_at: later.toISOString(),
    revision: 3,
  });
  expect((await updateRun('bld-changed', () => undefined, later)).revision).toBe(3);
  await expect(updateRun('bld-none', {}, now)).rejects.toMatchObject({
    name: 'BuildNotFound',
    message: expect.stringContaining('bld-none'),
  });
});

test('a retry of a stage keeps its start, and leaving twice keeps its end', async () => {
  await createRun(run({ build_id: 'bld-staged' }));
  await enterStage('bld-staged', 'launch', now, 'm5.large');
  await enterStage('bld-staged', 'launch', later, 'c5.large');
  await leaveStage('bld-staged', 'launch', 'succeeded', later);
  const left = await leaveStage('bld-staged', 'launch', 'succeeded', new Date('2026-01-14T10:35:00Z'));
  expect(left.stages).toMatchObject([
    {
      name: 'launch',
      status: 'succeeded',
      started_at: now.toISOString(),
      ended_at: later.toISOString(),
      detail: 'c5.large',
    },
  ]);
});

test('twenty regions that report at once are all recorded, and a region that reports again is replaced', async () => {
  await createRun(run({ build_id: 'bld-copied' }));
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      recordReplica('bld-copied', { region: `region-${index}`, status: 'copying' }, now),
    ),
  );
  const { replicas } = await recordReplica('bld-copied', { region: 'region-3', status: 'available' }, now);
  expect(replicas).toHaveLength(20);
  expect(replicas.find(({ region }) => region === 'region-3')).toEqual({ region: 'region-3', status: 'available' });
});

test('the first failure of a run is the one that is kept, and a run ends once', async () => {
  await createRun(
    run({ build_id: 'bld-failed', stages: [{ name: 'test', status: 'running', started_at: now.toISOString() }] }),
  );
  await recordFailure(
    'bld-failed',
    { Error: 'TestFailed', Cause: '{"errorType":"TestFailed","errorMessage":"exit 3"}' },
    now,
  );
  const failed = await recordFailure('bld-failed', { Error: 'States.TaskFailed' }, later);
  expect(failed.failure).toMatchObject({ name: 'TestFailed', message: 'exit 3', stage: 'test' });
  await finishRun(
    'bld-failed',
    { status: 'failed', published: false, failure: failed.failure, event: 'Build Failed' },
    later,
  );
  expect(
    (await finishRun('bld-failed', { status: 'succeeded', published: true, event: 'Image Published' }, later)).status,
  ).toBe('failed');
});

test('runs of a kind come newest first, in pages, by status if asked', async () => {
  for (const [index, status] of (['succeeded', 'failed', 'running', 'failed'] as const).entries()) {
    await createRun(
      run({ build_id: `op-${index}`, kind: 'test', status, created_at: `2026-01-1${index}T00:00:00.000Z` }),
    );
  }
  const first = await listRuns({ kind: 'test', limit: 3 });
  const second = await listRuns({ kind: 'test', limit: 3, cursor: first.cursor });
  expect([...first.runs, ...second.runs].map(({ build_id }) => build_id)).toEqual(['op-3', 'op-2', 'op-1', 'op-0']);
  expect((await listRuns({ kind: 'test', status: 'failed', limit: 10 })).runs.map(({ build_id }) => build_id)).toEqual([
    'op-3',
    'op-1',
  ]);
});

test('runs of all kinds come newest first, in pages, by status if asked', async () => {
  for (const [index, kind] of (['build', 'create', 'replicate', 'test'] as const).entries())
    await createRun(
      run({
        build_id: `all-${index}`,
        kind,
        status: index === 1 ? 'failed' : 'succeeded',
        created_at: `2031-01-1${index}T00:00:00.000Z`,
      }),
    );
  const first = await listAllRuns({ limit: 3 });
  const second = await listAllRuns({ limit: 3, cursor: first.cursor });
  expect([...first.runs, ...second.runs].slice(0, 4).map(({ build_id }) => build_id)).toEqual([
    'all-3',
    'all-2',
    'all-1',
    'all-0',
  ]);
  expect((await listAllRuns({ limit: 1, status: 'failed' })).runs[0]?.build_id).toBe('all-1');
  await expect(listAllRuns({ limit: 1, cursor: 'x' })).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('a run that has ended no longer counts among those that run', async () => {
  for (const build_id of ['op-a', 'op-b']) await createRun(run({ build_id, kind: 'replicate' }));
  const running = async (): Promise<string[]> =>
    (await listRuns({ kind: 'replicate', status: 'running', limit: 10 })).runs.map(({ build_id }) => build_id);
  expect(await running()).toEqual(['op-b', 'op-a']);
  await updateRun('op-b', { status: 'failed' }, later);
  expect(await running()).toEqual(['op-a']);
});

test('an intent is new once, keeps what came of it, and does not mix with those of another run', async () => {
  const intent: RunResource = {
    build_id: 'bld-made',
    type: 'instance',
    region: 'us-east-1',
    intent: 'token',
    purpose: 'builder',
    created_at: now.toISOString(),
  };
  expect(await intendResource(intent)).toBe(true);
  await recordResource({ ...intent, id: 'i-1' });
  expect(await intendResource(intent)).toBe(false);
  await intendResource({ ...intent, build_id: 'bld-made-2' });
  const made = await listResources('bld-made');
  expect(made).toEqual([{ ...intent, id: 'i-1' }]);
  await markRemoved(made[0]!, later);
  expect(await listResources('bld-made')).toEqual([{ ...intent, id: 'i-1', removed_at: later.toISOString() }]);
});
