import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, provisioned, script, smallRecipe, startSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { sweepingEvery } from '../../kit/templates';

test('a test that runs longer than the session of the role which signed its addresses keeps its output all the same', async () => {
  const journey = await localStack({ edit: sweepingEvery(10) });
  const run = await buildSmall(journey, {
    test: { run: script('echo begun', 'sleep 46800', 'echo ended'), timeout: '14h' },
  });
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeGreaterThan(13 * hours);
  const { tests } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
  expect(tests).toMatchObject([
    { verdict: 'passed', output: expect.stringMatching(/begun\n(.*\n)*ended/), output_key: expect.any(String) },
  ]);
}, 240_000);

test('a provision script that runs that long has its whole output in the log of its build, and none in the bucket', async () => {
  const journey = await localStack({ edit: sweepingEvery(10) });
  const provision = [
    { name: 'install', run: script('echo begun', 'echo tool >/opt/tool', 'sleep 46800', 'echo ended'), timeout: '14h' },
  ];
  const run = await buildSmall(journey, { provision });
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  const { lines } = (await journey.request('GET', `/v1/builds/${run.build_id}/log`)).body;
  expect(lines.filter(({ stage }: any) => stage === 'install').map(({ text }: any) => text)).toEqual(
    expect.arrayContaining(['begun', 'ended']),
  );
  const bucket = journey.local.s3.bucket(`spawn-dev-artifacts-123456789012-${home}`);
  expect([...(bucket?.objects.keys() ?? [])].filter((key) => key.includes(`${run.build_id}/output/install`))).toEqual(
    [],
  );
}, 240_000);

describe('spawn build --wait', () => {
  let journey: Journey;
  let folder: string;
  beforeAll(async () => {
    journey = await localStack();
    folder = mkdtempSync(join(tmpdir(), 'spawn-output-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Builds a recipe whose one script has these lines, and waits for its end. */
  async function build(stack: string, line: string, argv: string[], progressWidth?: number) {
    const recipe = join(folder, `${stack}.yaml`);
    writeFileSync(recipe, smallRecipe({ stack, test: undefined, ...provisioned(line) }));
    return spawnIn(journey, ['build', recipe, '--wait', ...argv], progressWidth);
  }

  const steps = (text: string, start: string): string[] =>
    text.split('\n').filter((line) => line.startsWith(`${start}step `));

  test('a script that fails prints its last forty lines once in a terminal, and the command that prints all', async () => {
    const { code, err, out } = await build('broken', 'for i in $(seq 50); do echo "step $i"; done; exit 3', [], 80);
    expect(code).toBe(1);
    expect(err).toContain('Last 40 of 50 lines of output of install:\n  step 11\n');
    expect(steps(err, '  ')).toHaveLength(40);
    expect(out).not.toContain('step 50');
    const [, command = ''] = /Read its output with spawn (builds logs [\w-]+)/.exec(err.replace(/\s+/g, ' ')) ?? [];
    const { out: all } = await spawnIn(journey, command.split(' '));
    expect(steps(all, '[install] ')).toHaveLength(50);
  });

  test('without a terminal the output of every script is streamed once, and stdout is JSON', async () => {
    const line = 'for i in 1 2 3; do echo "step $i"; sleep 60; done; echo tool >/opt/tool';
    const { code, err, out } = await build('fine', line, ['-o', 'json']);
    expect([code, JSON.parse(out).status]).toEqual([0, 'succeeded']);
    const messages: string[] = err
      .trimEnd()
      .split('\n')
      .map((each) => JSON.parse(each).message);
    const said = messages.join('\n');
    expect(steps(said, '[install] ')).toEqual(['[install] step 1', '[install] step 2', '[install] step 3']);
    expect(said.indexOf('… provision')).toBeLessThan(said.indexOf('step 1'));
    expect(said.indexOf('step 3')).toBeLessThan(said.indexOf('✓ provision'));
  });

  test('a running stage has the limit of its plan', async () => {
    const id = await startSmall(journey, { stack: 'limited', ...provisioned('sleep 240') });
    let body: any;
    do {
      await journey.advance(1 * minutes);
      ({ body } = await journey.request('GET', `/v1/builds/${id}`));
    } while (body.stages.at(-1).name === 'launch');
    expect(body.stages.at(-1)).toMatchObject({ name: 'provision', status: 'running', limit_seconds: 300 });
    expect(body.stages[0].limit_seconds).toBeUndefined();
  });
});
