import { commands } from '../../../cli/commands/all';
import { errorNames } from '../../../core/errors';
import { spawn } from '../kit/spawn';

const json = ['-o', 'json'];
const lastLine = (err: string) => JSON.parse(err.trimEnd().split('\n').at(-1)!);

test('an error of the API is one line of JSON on stderr, with its name, message and details', async () => {
  const body = {
    type: 'about:blank',
    title: 'x',
    status: 409,
    name: 'WrongState',
    detail: 'it is pending',
    ami_id: 'ami-1',
  };
  const { code, out, err } = await spawn(['ami', 'show', 'ami-1', ...json], { answer: () => ({ status: 409, body }) });
  expect([code, out]).toEqual([4, '']);
  expect(JSON.parse(err)).toEqual({
    level: 'error',
    name: 'WrongState',
    message: 'it is pending',
    details: { ami_id: 'ami-1' },
  });
});

test('a refusal of the gateway has a name too', async () => {
  const { err } = await spawn(['list', ...json], { answer: () => ({ status: 403, body: { message: 'Forbidden' } }) });
  expect(JSON.parse(err)).toMatchObject({ name: 'PermissionDenied', message: expect.stringContaining('Forbidden') });
});

test.each(commands.map(({ names: [name = ''] }) => [name]))('wrong usage of spawn %s is JSON too', async (name) => {
  for (const format of [['-o', 'json'], ['--json'], ['--output=json']]) {
    const { code, out, err } = await spawn([...name.split(' '), '--no-such-flag', ...format]);
    expect([code, out]).toEqual([2, '']);
    const { name: error, message } = JSON.parse(err);
    expect(errorNames).toContain(error);
    expect(message).toMatch(/no-such-flag|missing required|required option/);
  }
});

test('an unknown command and a wrong value are JSON too', async () => {
  for (const argv of [['no-such-command'], ['list-amis', '--arch', 'riscv'], ['ami', 'show', '']]) {
    const { code, err } = await spawn([...argv, ...json]);
    expect([code, lastLine(err).name]).toEqual([2, 'InvalidRequest']);
  }
});

test('without JSON an error stays a sentence', async () => {
  expect((await spawn(['list-amis', '--arch', 'riscv'])).err).toMatch(/^error: option '--arch <arch>'/);
});

test.each([
  [['test-ami', '', '--test-script', '@validate.sh'], '<ami> is empty'],
  [['test-ami', 'null', '--test-script', '@validate.sh'], "<ami> is 'null'"],
  [['launch', 'demo', '--instance-type', 'm7i.large', '--ami', ''], '--ami is empty'],
  [['launch', 'demo', '--instance-type', 'm7i.large', '--ami', 'null'], "--ami is 'null'"],
  [['terminate', ''], 'is empty'],
  [['cleanup-amis', 'ami-0abc1230abc1230ab', ''], 'is empty'],
  [['deprecate-ami', 'ami-0abc1230abc1230ab', '--replacement', 'null'], "--replacement is 'null'"],
  [['replicate-ami', 'ami-0abc1230abc1230ab', '--to-region', ''], '--to-region is empty'],
])('an empty value is explained before anything is sent: %j', async (argv, sentence) => {
  const { code, err, requests } = await spawn(argv);
  expect([code, requests]).toEqual([2, []]);
  expect(err).toContain(sentence);
  expect(err).toContain('probably found nothing');
});

test('the words of a command on an instance are not judged', async () => {
  const { err } = await spawn(['connect', 'builder', '--', 'grep', '', 'null']);
  expect(err).not.toContain('is empty');
  expect(err).not.toContain("is 'null'");
});
