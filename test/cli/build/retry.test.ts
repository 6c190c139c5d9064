import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../kit/things';
import { spawn } from '../kit/spawn';

const id = 'bld-0mk3f2k1a7x2m9q4c';
const recipe = [
  'stack: tool',
  'version: 1.0.0',
  'base: al2023',
  'instance_types: [m7i.large]',
  'provision:',
  '  - run: echo tool >/opt/tool',
  '',
].join('\n');
const kept_candidate = { ami_id: 'ami-0123456789abcdef0', region: 'us-east-1', until: '2026-01-28T12:05:00Z' };
const answer = () => ({ status: 202, body: run({ build_id: 'bld-2', retry: { of: id, from: 'test' } }) });

test('builds retry sends the stage and the time, and says which build follows', async () => {
  const words = ['builds', 'retry', id, '--from', 'scan', '--keep-candidate', '2d'];
  const { code, err, requests } = await spawn(words, { answer });
  expect([code, requests]).toEqual([
    0,
    [
      {
        method: 'POST',
        path: `/v1/builds/${id}/retries`,
        body: { from: 'scan', keep_candidate_seconds: 172_800 },
      },
    ],
  ]);
  expect(err).toContain(`bld-2 retries ${id} from its test; follow: spawn wait bld-2`);
});

test('builds retry sends another recipe as text, and an invalid one not at all', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'spawn-retry-'));
  writeFileSync(join(directory, 'recipe.yaml'), recipe);
  writeFileSync(join(directory, 'broken.yaml'), 'stack: tool\n');
  const sent = await spawn(['builds', 'retry', id, '--recipe', 'recipe.yaml'], { directory, answer });
  expect(sent.requests[0]?.body).toMatchObject({ recipe: recipe, files: {} });
  const refused = await spawn(['builds', 'retry', id, '--recipe', 'broken.yaml'], { directory, answer });
  expect([refused.code, refused.requests]).toEqual([2, []]);
});

test('builds retry refuses another stage', async () => {
  const { code, requests } = await spawn(['builds', 'retry', id, '--from', 'publish'], { answer });
  expect([code, requests]).toEqual([2, []]);
});

test('a build that keeps its image shows until when and how to retry it, and later which retry took it', async () => {
  const shown = async (kept: object): Promise<string> =>
    (
      await spawn(['builds', 'show', id], {
        answer: () => ({ status: 200, body: run({ build_id: id, status: 'failed', kept_candidate: kept } as never) }),
      })
    ).out;
  expect(await shown(kept_candidate)).toContain(
    `ami-0123456789abcdef0 until 2026-01-28T12:05:00Z (spawn builds retry ${id})`,
  );
  const taken = { build_id: 'bld-2', at: '2026-01-28T11:00:00Z' };
  expect(await shown({ ...kept_candidate, taken })).toContain('taken by the retry bld-2 at 2026-01-28T11:00:00Z');
});

test('build --keep-candidate is sent in seconds, refused with --discard, and its failure says how to retry', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'spawn-retry-'));
  writeFileSync(join(directory, 'recipe.yaml'), recipe);
  const failure = { name: 'TestFailed', message: 'exited 1', stage: 'test' as const };
  const failed = run({ build_id: id, status: 'failed', failure, kept_candidate });
  const { code, err, requests } = await spawn(['build', 'recipe.yaml', '--keep-candidate', '1d', '--wait'], {
    directory,
    answer: ({ method, path }) =>
      method === 'POST'
        ? { status: 202, body: run() }
        : { status: 200, body: path.includes('/log') ? { lines: [], done: true } : failed },
  });
  expect([code, requests[0]?.body]).toEqual([1, expect.objectContaining({ keep_candidate_seconds: 86_400 })]);
  expect(err).toContain(`is kept until 2026-01-28T12:05:00Z. To test and publish it: spawn builds retry ${id}`);
  const refused = await spawn(['build', 'recipe.yaml', '--discard', '--keep-candidate', '1d'], { directory });
  expect([refused.code, refused.requests]).toEqual([2, []]);
});
