import { listBuildsQuery } from '../../../core/api/contract/run';
import { filterOf, listCommand, runsQuery, type RunAnswer } from '../../../console/pages/builds/filter';
import {
  afterPage,
  earlierText,
  emptyLog,
  failedScript,
  plainText,
  scriptsOf,
  shownLines,
} from '../../../console/pages/builds/log';
import {
  cancelCommand,
  canRetry,
  decideCommand,
  limitUsed,
  logCommand,
  nextSteps,
  retryCommand,
  showCommand,
  stagesOf,
  waitsForApproval,
} from '../../../console/pages/builds/run';
import { parseHash } from '../../../console/shared/navigation/route';
import { commandOf } from '../kit/command';

const at = (minute: number): string => `2026-03-01T00:${String(minute).padStart(2, '0')}:00.000Z`;
const now = new Date(at(30));
const id = 'bld-0mk3f2k1a7x2m9q4c';
const run = { build_id: id, kind: 'build', status: 'running', stages: [], replicas: [] } as unknown as RunAnswer;
const stage = (name: string, status = 'succeeded') =>
  ({ name, status, started_at: at(0) }) as RunAnswer['stages'][number];

test('the filters of the table stand in its address; the API and the command take them', async () => {
  expect(filterOf(parseHash('#/builds?kind=test&status=failed'))).toEqual({ kind: 'test', status: 'failed' });
  expect(filterOf(parseHash('#/builds?kind=bake&status=lost'))).toEqual({ kind: undefined, status: undefined });
  for (const filter of [{}, { kind: 'launch', status: 'running' } as const]) {
    expect(listBuildsQuery.safeParse(runsQuery(filter, 20)).error).toBeUndefined();
    expect(await commandOf(listCommand(filter))).toEqual(['builds list']);
  }
  expect(runsQuery({}, 20).kind).toBe('all');
});

test('the command takes what the page shows for a run', async () => {
  const commands = [
    showCommand(id),
    logCommand({ build_id: id, status: 'running' }),
    logCommand({ build_id: id, status: 'failed' }),
    cancelCommand(id),
    decideCommand(id, 'approved', ''),
    decideCommand(id, 'rejected', 'the driver is too old'),
    retryCommand(id, {}),
    retryCommand(id, { from: 'scan', keep: 86_400 }),
  ];
  const names = await Promise.all(commands.map(async (words) => (await commandOf(words))[0]));
  expect(names).toEqual([
    'builds show',
    'builds logs',
    'builds logs',
    'builds cancel',
    'builds approve',
    'builds reject',
    'builds retry',
    'builds retry',
  ]);
});

describe('the stages of a build', () => {
  const names = (build: RunAnswer) => stagesOf(build).map(({ name, status }) => `${name} ${status}`);

  test('that runs are followed by those that are certain to come', () => {
    const stages = [stage('plan'), stage('launch', 'running')];
    expect(names({ ...run, stages })).toEqual([
      'plan succeeded',
      'launch running',
      'provision ahead',
      'stop ahead',
      'image ahead',
      'publish ahead',
    ]);
    expect(names({ ...run, stages, discard: true }).at(-1)).toBe('discard ahead');
  });

  test('that copies is not said to come back to an earlier one', () => {
    const stages = ['plan', 'launch', 'provision', 'stop', 'image', 'test', 'publish'].map((name) => stage(name));
    expect(names({ ...run, stages: [...stages, stage('replicate', 'running')] }).at(-1)).toBe('replicate running');
    const waits = [...stages.slice(0, 6), stage('approval', 'running')];
    expect(names({ ...run, stages: waits }).at(-1)).toBe('publish ahead');
  });

  test('of a retry begin with its test, and nothing follows a build that has ended', () => {
    const retry = { of: 'bld-1', from: 'test' } as const;
    expect(names({ ...run, retry, stages: [stage('test', 'running')] })).toEqual(['test running', 'publish ahead']);
    expect(names({ ...run, status: 'failed', stages: [stage('plan', 'failed')] })).toEqual(['plan failed']);
    expect(names({ ...run, kind: 'test', stages: [] })).toEqual([]);
  });

  test('show how much of their limit is used while they run', () => {
    const running = { ...stage('image', 'running'), limit_seconds: 3_600 };
    expect(limitUsed(running, now)).toEqual({ percent: 50, left: 1_800 });
    expect(limitUsed({ ...running, limit_seconds: 60 }, now)).toEqual({ percent: 100, left: 0 });
    expect(limitUsed({ ...running, status: 'succeeded' }, now)).toBeUndefined();
    expect(limitUsed(stage('image', 'running'), now)).toBeUndefined();
  });
});

test('a build that waits for an approval can be decided, unless it is being cancelled', () => {
  const approval = { requested_at: at(0), until: at(50) };
  expect(waitsForApproval({ ...run, approval })).toBe(true);
  expect(waitsForApproval({ ...run, approval, cancel_requested: true })).toBe(false);
  expect(waitsForApproval({ ...run, approval: { ...approval, decision: 'approved' } })).toBe(false);
  expect(waitsForApproval({ ...run, approval, status: 'failed' })).toBe(false);
});

describe('after a failure', () => {
  const failed = (stage: string, more: Partial<RunAnswer> = {}) =>
    ({ ...run, status: 'failed', failure: { name: 'TestFailed', message: 'x', stage }, ...more }) as RunAnswer;
  const kept = { ami_id: 'ami-1', region: 'us-east-1', until: at(40) };

  test('what is kept of the build is named first, with the command that uses it', async () => {
    const builder = { instance_id: 'i-0123456789abcdef0', region: 'us-east-1', until: at(40) };
    const steps = nextSteps(failed('provision', { kept_builder: builder, kept_candidate: kept }), now);
    expect(steps.map(({ command }) => command[0])).toEqual(['connect', 'builds']);
    for (const { command } of steps) await commandOf(command);
  });

  test('what is no longer kept is not offered', () => {
    expect(canRetry(failed('test', { kept_candidate: kept }), now)).toBe(true);
    expect(canRetry(failed('test', { kept_candidate: { ...kept, until: at(30) } }), now)).toBe(false);
    const taken = { build_id: 'bld-2', at: at(1) };
    expect(canRetry(failed('test', { kept_candidate: { ...kept, taken } }), now)).toBe(false);
  });

  test('it is said how to keep something the next time', async () => {
    const [ofTest, ofScript] = [
      nextSteps(failed('test'), now),
      nextSteps(failed('provision', { failure: { name: 'ScriptFailed', message: 'x', stage: 'provision' } }), now),
    ];
    expect(ofTest.map(({ command }) => command.at(-2))).toEqual(['--keep-candidate']);
    expect(ofScript.map(({ command }) => command.at(-2))).toEqual(['--keep-failed']);
    for (const { command } of [...ofTest, ...ofScript]) expect(await commandOf(command)).toEqual(['build']);
    expect(nextSteps({ ...run, status: 'cancelled' }, now)).toEqual([]);
  });
});

describe('the log', () => {
  const line = (text: string, stage?: string) => ({ time: at(0), text, stage });

  test('is read by its cursor until nothing more is there at once', () => {
    const first = afterPage(emptyLog, { lines: [line('a')], cursor: 'x', done: false });
    expect([first.more, first.log.cursor]).toEqual([true, 'x']);
    const second = afterPage(first.log, { lines: [], cursor: 'x', done: true });
    expect(second).toMatchObject({ more: false, log: { lines: [line('a')], done: true } });
    const same = afterPage(first.log, { lines: [line('b')], cursor: 'x', done: false });
    expect(same.more).toBe(false);
  });

  test('keeps its last lines, and counts those before them', () => {
    const lines = Array.from({ length: 5_010 }, (_, index) => line(String(index)));
    const { log } = afterPage(emptyLog, { lines, cursor: 'x', done: false });
    expect([log.lines.length, log.dropped, log.lines[0]?.text]).toEqual([5_000, 10, '10']);
  });

  test('tells which regions cannot be read', () => {
    const unread = [{ region: 'eu-west-1', reason: 'not allowed' }];
    expect(afterPage(emptyLog, { lines: [], unread, done: false }).log.unread).toEqual({ 'eu-west-1': 'not allowed' });
  });

  test('shows after a failure the script that it names, otherwise the last one', () => {
    const lines = [line('1', 'install'), line('2', 'test-m7i.large'), line('3', 'install'), line('4')];
    expect(scriptsOf(lines)).toEqual(['test-m7i.large', 'install']);
    expect(failedScript(scriptsOf(lines), 'the test on m7i.large failed')).toBe('test-m7i.large');
    expect(failedScript(scriptsOf(lines), 'exit code 1')).toBe('install');
    expect(failedScript([], 'exit code 1')).toBeUndefined();
    expect(shownLines(lines, 'install', 1)).toEqual({ shown: [line('3', 'install')], above: 1 });
    expect(shownLines(lines, undefined, 40)).toMatchObject({ above: 0 });
  });

  test('offers the lines above: all of them at once, or a thousand of them', () => {
    expect(earlierText(1, 1_000)).toBe('Show 1 earlier line');
    expect(earlierText(14, 1_000)).toBe('Show 14 earlier lines');
    expect(earlierText(2_500, 1_000)).toBe('Show 1000 of 2500 earlier lines');
  });

  test('has no control characters', () => {
    expect(plainText('\u001b[32mok\u001b[0m \u0007done')).toBe('ok done');
    expect(plainText('10 %\r100 %\r')).toBe('100 %');
    expect(plainText('\u001b]0;title\u0007x')).toBe('x');
  });
});
