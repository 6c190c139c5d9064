import { invokedBy, wrapMessage } from '../../../cli/framework/messages';
import { script, spawn } from '../kit/spawn';
import { run } from '../kit/things';

const refusal = {
  status: 409,
  body: { name: 'WrongState', detail: 'the image ami-1 is still being created and cannot be launched yet, so wait' },
};

describe('a message is wrapped', () => {
  test('to the width of a terminal, and nowhere else', async () => {
    const answer = () => refusal;
    const { err } = await spawn(['ami', 'show', 'ami-1'], { answer, progressWidth: 40 });
    expect(err.trimEnd().split('\n')).toEqual([
      'error: the image ami-1 is still being',
      'created and cannot be launched yet, so',
      'wait',
    ]);
    expect((await spawn(['ami', 'show', 'ami-1'], { answer })).err).toBe(`error: ${refusal.body.detail}\n`);
  });

  test('with a command at its end whole, so that it can be copied', () => {
    const command = 'spawn resolve pytorch@2.x --arch x86_64 --gpu false --region us-east-1';
    expect(wrapMessage(`To lock the current result: ${command}`, 40)).toEqual([
      'To lock the current result:',
      `  ${command}`,
    ]);
    const within =
      'Its builder runs: spawn connect i-0123456789abcdef0 --region eu-west-1 opens a session there; then go on.';
    expect(wrapMessage(within, 66)).toEqual([
      'Its builder runs:',
      'spawn connect i-0123456789abcdef0 --region eu-west-1 opens a',
      'session there; then go on.',
    ]);
    expect(wrapMessage('Read its output with spawn builds logs bld-0mx4wmp6mt13awda3.', 40)).toEqual([
      'Read its output with',
      'spawn builds logs bld-0mx4wmp6mt13awda3.',
    ]);
    expect(wrapMessage(`Run ${command} and see what it does`, 20)[0]).toBe('Run spawn resolve');
    expect(wrapMessage('  an indented line that is too long', 20)).toEqual([
      '  an indented line',
      '  that is too long',
    ]);
  });

  test('when the parser found the mistake, and when it is a warning', async () => {
    const { err } = await spawn(['list-amis', '--arch', 'riscv'], { progressWidth: 40 });
    for (const line of err.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
  });
});

describe('called by npx, every command in a text is written as it must be typed', () => {
  const invocation = 'npx spawn';

  test('in errors, hints, help and results', async () => {
    const missing = { status: 404, body: { name: 'BuildNotFound', detail: 'there is no build bld-1' } };
    const { err } = await spawn(['wait', 'bld-1'], { invocation, answer: () => missing });
    expect(err).toBe('error: there is no build bld-1\nTo list builds: npx spawn builds list\n');
    const help = await spawn(['build', '--help'], { invocation });
    expect(help.out).toContain('Usage: npx spawn build [options]');
    expect(help.out).toContain('\n  npx spawn build recipe.yaml --check\n');
    expect((await spawn(['--help'], { invocation })).out).toContain('Usage: npx spawn [options]');
    const kept_builder = { instance_id: 'i-1', region: 'us-east-1', until: '2026-01-28T12:00:00Z' };
    const answer = script({ 'GET /v1/builds/bld-1': run({ build_id: 'bld-1', kept_builder }) });
    expect((await spawn(['builds', 'show', 'bld-1'], { invocation, answer })).out).toContain('(npx spawn connect i-1)');
  });

  test('a sentence about spawn and a path stay', () => {
    const typed = invokedBy(invocation, ['build', 'ami show']);
    for (const text of ['spawn does not read it', 'dist/spawn build', 'npx spawn build', 'spawn builder'])
      expect(typed(text)).toBe(text);
    expect(typed('use spawn ami show X or `spawn build`')).toBe('use npx spawn ami show X or `npx spawn build`');
  });
});

test('a hint that says what the message says already is left out', async () => {
  const detail = 'there is no build bld-1: list them with spawn builds list.';
  const { err } = await spawn(['wait', 'bld-1'], {
    answer: () => ({ status: 404, body: { name: 'BuildNotFound', detail } }),
  });
  expect(err).toBe(`error: ${detail}\n`);
});
