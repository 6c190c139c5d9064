import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunAnswer } from '../../../core/api/contract/run';
import type { LogLine } from '../../../cli/workflow/progress/log';
import { messagesOf } from '../kit/json-output';
import { image, run } from '../kit/things';
import { screenOf } from '../kit/screen';
import { spawn } from '../kit/spawn';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spawn-progress-'));
  writeFileSync(
    join(directory, 'recipe.yaml'),
    'stack: pytorch\nversion: 2.2.0\nbase: al2023\ninstance_types: [m7i.large]\nprovision:\n  - run: yum install -y git\n',
  );
});
afterEach(() => rmSync(directory, { recursive: true }));

const id = 'bld-0mk3f2k1a7x2m9q4c';
const at = (seconds: number): string => new Date(Date.parse('2026-01-28T10:30:00Z') + seconds * 1000).toISOString();
const lines = (from: number, to: number, stage = 'install'): LogLine[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    time: at(from + index),
    stage,
    text: `line ${from + index}`,
  }));
const answerOf = (changes: Partial<RunAnswer>): RunAnswer => run(changes as never) as RunAnswer;

const installs = { name: 'provision', status: 'running', started_at: at(-20), detail: 'install' } as const;
const launched = { name: 'launch', status: 'succeeded', started_at: at(-60), ended_at: at(-20) } as const;
const running = answerOf({ stages: [launched, { ...installs, limit_seconds: 3600 }] });
const failure = { name: 'ScriptFailed', message: 'install exited with 3', stage: 'provision' } as const;
const failed = answerOf({
  status: 'failed',
  failure,
  stages: [launched, { ...installs, status: 'failed', ended_at: at(10) }],
});
const succeeded = answerOf({
  status: 'succeeded',
  stages: [launched, { ...installs, status: 'succeeded', ended_at: at(10) }],
});

interface Step {
  run: RunAnswer;
  lines?: LogLine[];
}

/** Waits for a build whose record and log go through these steps; the last one stays. */
async function follow(steps: Step[], argv: string[] = ['--wait'], settings: object = {}) {
  let step = -1;
  const read = new Set<number>();
  return spawn(['build', 'recipe.yaml', ...argv], {
    directory,
    environment: { NO_COLOR: '1' },
    ...settings,
    answer: ({ method, path }) => {
      if (method === 'POST') return { body: run() };
      if (!path.endsWith('/log')) {
        step = Math.min(step + 1, steps.length - 1);
        return { body: steps[step]!.run };
      }
      const unread = read.has(step) ? [] : (steps[step]!.lines ?? []);
      read.add(step);
      return { body: { lines: unread, cursor: `${step}`, done: steps[step]!.run.status !== 'running' } };
    },
  });
}

test('in local mode, a stage never seems to take longer than it did: its time is that of the last answer', async () => {
  const steps = [{ run: running }, { run: succeeded }];
  const { err } = await follow(steps, ['--wait'], { progressWidth: 80, local: true });
  const times = [...err.matchAll(/… provision  us-east-1  install  (\S+), times out/g)].map(([, time]) => time);
  expect(new Set(times)).toEqual(new Set(['20s']));
  expect(screenOf(err).at(-1)).toBe('✓ provision  us-east-1  install  30s');
});

test('an image that was removed is said to be', async () => {
  const images = [image(), image({ ami_id: 'ami-2', name: 'gone', state: 'deregistered' })];
  const ended = answerOf({ status: 'failed', failure, stages: [], images } as never);
  const { out } = await follow([{ run: ended }]);
  expect(out).toMatch(/us-east-1 {2}ami-0abc1230abc1230ab {2}pytorch-2.2-cpu-20260114\n/);
  expect(out).toContain('us-east-1  ami-2  gone  (removed)\n');
});

describe('the output of a script', () => {
  const steps = [
    { run: running, lines: lines(1, 30) },
    { run: running, lines: lines(31, 60) },
  ];

  test.each([60, 80, 120])(
    'is collapsed to its last three lines in a terminal of %d columns',
    async (progressWidth) => {
      const { err } = await follow([...steps, { run: running }, { run: succeeded }], ['--wait'], { progressWidth });
      const frames = err.split('\u001b[J').map((_, index, all) => screenOf(all.slice(0, index + 1).join('\u001b[J')));
      expect(frames.flat().filter((line) => line.length >= progressWidth && !line.includes('started;'))).toEqual([]);
      const moving = frames.map((screen) => screen.filter((line) => line.includes('│')));
      expect(moving).toContainEqual(['    │ line 28', '    │ line 29', '    │ line 30']);
      expect(moving).toContainEqual(['    │ line 58', '    │ line 59', '    │ line 60']);
      expect(screenOf(err).slice(-2)).toEqual(['✓ launch     us-east-1  40s', '✓ provision  us-east-1  install  30s']);
    },
  );

  test('that fails prints its last forty lines once in a terminal, and the command that prints all', async () => {
    const { code, err } = await follow([...steps, { run: failed }], ['--wait'], { progressWidth: 80 });
    const screen = screenOf(err);
    expect(code).toBe(1);
    expect(screen.slice(4)).toEqual([
      'Last 40 of 60 lines of output of install:',
      ...lines(21, 60).map(({ text }) => `  ${text}`),
      `error: ${id} failed: ScriptFailed in provision: install exited`,
      'with 3',
      `To see all output of its scripts: spawn builds logs ${id}`,
    ]);
  });

  test('is printed whole in a terminal with --follow, above the stages, and not again when it fails', async () => {
    const { code, err } = await follow([...steps, { run: failed }], ['--follow'], { progressWidth: 80 });
    expect(code).toBe(1);
    expect(screenOf(err).slice(2)).toEqual([
      ...lines(1, 60).map(({ text }) => `[install] ${text}`),
      '✓ launch     us-east-1  40s',
      '✗ provision  us-east-1  install  30s',
      `error: ${id} failed: ScriptFailed in provision: install exited`,
      'with 3',
      `To see all output of its scripts: spawn builds logs ${id}`,
    ]);
  });

  test('is streamed without a terminal, on stderr, and stdout is the build alone', async () => {
    const { out, err } = await follow([...steps, { run: failed }], ['--wait', '-o', 'json']);
    expect(JSON.parse(out)).toMatchObject({ build_id: id, status: 'failed' });
    expect(messagesOf(err).slice(1)).toEqual([
      '✓ launch     us-east-1  40s',
      '… provision  us-east-1  install',
      ...lines(1, 60).map(({ text }) => `[install] ${text}`),
      '✗ provision  us-east-1  install  30s',
      `error: ${id} failed: ScriptFailed in provision: install exited with 3`,
    ]);
    expect(JSON.parse(err.trimEnd().split('\n').at(-1)!)).toEqual({
      level: 'error',
      name: 'ScriptFailed',
      message: `${id} failed: ScriptFailed in provision: install exited with 3`,
      details: { build_id: id, status: 'failed' },
      hint: `To see all output of its scripts: spawn builds logs ${id}`,
    });
  });

  test('of a script that ran between two answers is streamed at the end', async () => {
    const { err } = await follow([{ run: succeeded, lines: lines(1, 2) }]);
    expect(err).toContain('[install] line 1\n[install] line 2\n');
  });

  test('arrives late in the log of a failed build, and is waited for', async () => {
    const late = [{ run: failed }, { run: failed, lines: lines(1, 2) }];
    let reads = 0;
    const { err } = await spawn(['wait', id], {
      answer: ({ path }) => {
        if (!path.endsWith('/log')) return { body: failed };
        reads += 1;
        return { body: { lines: reads === 2 ? late[1]!.lines! : [], done: true } };
      },
    });
    expect(err).toContain('2 lines of output of install:\n  line 1\n  line 2\n');
  });

  test('shows no control characters of the script in the moving lines', async () => {
    const text = 'Downloading 10%\rDownloading \u001b[32m100%\u001b[0m\u0007\tdone';
    const { err } = await follow(
      [{ run: running, lines: [{ time: at(0), stage: 'install', text }] }, { run: succeeded }],
      ['--wait'],
      {
        progressWidth: 80,
      },
    );
    expect(err).toContain('    │ Downloading 100% done\n');
  });

  test('that cannot be read is a warning, and the build is followed to its end', async () => {
    const { code, err } = await spawn(['build', 'recipe.yaml', '--wait'], {
      directory,
      answer: ({ method, path }) => {
        if (method === 'POST') return { body: run() };
        return path.endsWith('/log')
          ? { status: 403, body: { name: 'PermissionDenied', detail: 'no right to read the log' } }
          : { body: succeeded };
      },
    });
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('warning: the output of the scripts cannot be read: no right to read the log\n'),
    ]);
  });

  test('names the script when tests run at the same time, and prints the end of the one that failed', async () => {
    const stage = { name: 'test', status: 'running', started_at: at(0), detail: 'm7i.large' } as const;
    const both = [...lines(1, 2, 'test-m7i.large'), ...lines(3, 4, 'test-c7i.large')];
    const over = { ...stage, status: 'failed', ended_at: at(9) } as const;
    const { err } = await follow(
      [
        { run: answerOf({ stages: [stage] }), lines: both },
        {
          run: answerOf({
            status: 'failed',
            stages: [over],
            failure: { name: 'TestFailed', message: 'm7i.large exited 3' },
          }),
        },
      ],
      ['--wait'],
      { progressWidth: 80 },
    );
    expect(err).toContain('    │ [test-c7i.large] line 4\n');
    expect(err).toContain('2 lines of output of test-m7i.large:\n  line 1\n  line 2\nerror:');
  });
});

describe('the time of a stage', () => {
  const forever = (): Step[] => [{ run: running }];
  const until = (seconds: number) => ['--wait', '--timeout', `${seconds}s`];

  test('is shown with what is left of its limit, every second in a terminal', async () => {
    const { err } = await follow(forever(), until(4), { progressWidth: 80 });
    for (const shown of ['21s, times out in 59m', '22s, times out in 59m', '23s, times out in 59m'])
      expect(err).toContain(`… provision  us-east-1  install  ${shown}\n`);
  });

  test('is printed every thirty seconds without a terminal', async () => {
    const { err } = await follow(forever(), until(70));
    expect(err.split('\n').filter((line) => line.includes('times out'))).toEqual([
      '… provision  us-east-1  install  50s, times out in 59m',
      '… provision  us-east-1  install  1m20s, times out in 58m',
    ]);
  });

  test('is simulated in local mode, where nothing is silent for more than three seconds of real time', async () => {
    const { err } = await follow(forever(), ['--wait', '--timeout', '5m'], { local: true });
    expect(err.split('\n').filter((line) => line.includes('times out in'))).toEqual([
      '… provision  us-east-1  install  1m20s, times out in 58m',
      '… provision  us-east-1  install  3m20s, times out in 56m',
    ]);
  });

  test('of an operation that waits for another one says for which', async () => {
    const waits = answerOf({
      build_id: 'op-2',
      kind: 'create',
      stages: [{ name: 'clean', status: 'running', started_at: at(-80), detail: 'waiting for op-1' }],
    });
    const { err } = await spawn(['wait', 'op-2', '--timeout', '2s'], {
      answer: ({ path }) => ({ body: path.endsWith('/log') ? { lines: [], done: false } : waits }),
      progressWidth: 60,
    });
    expect(err).toContain('… clean      us-east-1  waiting for op-1  1m21s\n');
  });
});

test.each([
  [60, '… image      us-east-1  pytorch-2…  1m21s, times out in 58m'],
  [80, '… image      us-east-1  pytorch-2.2.0-cuda12-x86_64-2…  1m21s, times out in 58m'],
  [120, '… image      us-east-1  pytorch-2.2.0-cuda12-x86_64-20260128-2  1m21s, times out in 58m'],
])('a long detail is cut at %d columns, and the time stays', async (progressWidth, line) => {
  const image = { name: 'image', status: 'running', started_at: at(-80), limit_seconds: 3600 } as const;
  const detail = 'pytorch-2.2.0-cuda12-x86_64-20260128-2';
  const { err } = await follow([{ run: answerOf({ stages: [{ ...image, detail }] }) }], ['--wait', '--timeout', '1s'], {
    progressWidth,
  });
  expect(screenOf(err)).toContain(line);
});

test('a terminal that is too low shows the last lines', async () => {
  const { err } = await follow(
    [{ run: running, lines: lines(1, 9) }, { run: running }],
    ['--wait', '--timeout', '3s'],
    {
      progressWidth: 80,
      progressHeight: 4,
    },
  );
  expect(screenOf(err).filter((line) => line.includes('│'))).toHaveLength(3);
  expect(err).not.toContain('\u001b[4A');
});

test('other waits show their state and the time that is left', async () => {
  const pending = {
    instance_id: 'i-1',
    name: 'web',
    state: 'pending',
    region: 'us-east-1',
    launch_time: at(0),
    tags: {},
  };
  const wait = (settings: object) =>
    spawn(['wait', 'web', '--for', 'running', '--timeout', '40s'], {
      answer: () => ({ body: { instances: [pending] } }),
      ...settings,
    });
  expect((await wait({ progressWidth: 80 })).err).toContain(
    '… waiting for web to be running: pending  3s, times out in 37s\n',
  );
  expect((await wait({})).err).toContain('… waiting for web to be running: pending  30s, times out in 10s\n');
});

test('what a terminal has shown while it waited is not repeated in the result, and a pipe gets all of it', async () => {
  const steps = [{ run: running }, { run: failed }];
  const shown = await follow(steps, ['--wait'], { progressWidth: 80, width: 80 });
  expect(shown.out).not.toMatch(/Stages|Failure/);
  expect([shown.code, shown.err.match(/install exited\swith 3/g)]).toEqual([1, ['install exited\nwith 3']]);
  const piped = await follow(steps, ['--wait'], { progressWidth: 80 });
  expect(piped.out).toMatch(/Failure +ScriptFailed in provision: install exited with 3[^]*Stages/);
});
