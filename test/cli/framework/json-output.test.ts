import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { script, spawn } from '../kit/spawn';
import { cleanup, image, removal, run } from '../kit/things';

// The kit fails whenever a command with `-o json` prints something else than one document, and objects on stderr.
const json = ['-o', 'json'];
const failure = { name: 'CopyFailed', message: 'a copy failed', stage: 'replicate' } as const;
const failed = run({ build_id: 'op-1', kind: 'create', status: 'failed', failure });
const lastOf = (err: string) => JSON.parse(err.trimEnd().split('\n').at(-1)!);
const cleaned = cleanup({
  status: 'done',
  counts: { keep: 1, remove: 1, removed: 0, taken_back: 0, failed: 1 },
  removals: [removal({ status: 'failed' })],
});
const night = {
  night: 'night-1',
  date: '2026-01-28',
  status: 'incomplete',
  started_at: '2026-01-28T03:00:00Z',
  execution_arn: 'arn',
  requested_by: 'schedule',
  text: 'the report\n',
};

describe('the failure of what a command waited for is one object on stderr, with the name of the error', () => {
  test.each<[string, string[], Record<string, unknown>, string, object]>([
    ['wait', ['op-1'], { 'GET /v1/operations/op-1': failed }, 'CopyFailed', { build_id: 'op-1', status: 'failed' }],
    [
      'create-ami',
      ['i-1', '--name', 'x', '--wait'],
      {
        'POST /v1/images': { operation_id: 'op-1', name: 'x', region: 'us-east-1', warnings: ['it runs'] },
        'GET /v1/operations/op-1': failed,
      },
      'CopyFailed',
      { build_id: 'op-1', status: 'failed' },
    ],
    [
      'replicate-ami',
      ['ami-1', '--to-region', 'eu-west-1', '--wait'],
      { 'POST /v1/images/ami-1/replicas': { ...failed, status: 'running' }, 'GET /v1/operations/op-1': failed },
      'CopyFailed',
      { build_id: 'op-1', status: 'failed' },
    ],
    [
      'test-ami',
      ['ami-1', '--test-script', '@-'],
      {
        'POST /v1/images/ami-1/tests': { operation_id: 'op-1' },
        'GET /v1/operations/op-1': failed,
        'GET /v1/images/ami-1': image(),
      },
      'CopyFailed',
      { build_id: 'op-1', status: 'failed' },
    ],
    [
      'cleanup-amis',
      ['--plan', cleaned.cleanup_id],
      { [`GET /v1/cleanups/${cleaned.cleanup_id}`]: { ...cleaned, status: 'removing' } },
      'CleanupIncomplete',
      { cleanup_id: cleaned.cleanup_id },
    ],
    [
      'nightly',
      ['--wait'],
      { 'POST /v1/nightly': { ...night, status: 'running' }, 'GET /v1/nightly/night-1': night },
      'NightlyIncomplete',
      { night: 'night-1', status: 'incomplete' },
    ],
  ])('%s', async (command, argv, answers, name, details) => {
    if (command === 'cleanup-amis')
      answers[`GET /v1/cleanups/${cleaned.cleanup_id}`] = [{ ...cleaned, status: 'removing' }, cleaned];
    const { code, err } = await spawn([command, ...argv, ...json], { answer: script(answers), stdin: 'true\n' });
    expect([code, lastOf(err)]).toEqual([1, expect.objectContaining({ level: 'error', name, details })]);
  });
});

test('progress, warnings and requests are objects with the levels info, warning and debug', async () => {
  const answers = {
    'POST /v1/images/ami-1/replicas': {
      ...failed,
      status: 'running',
      failure: undefined,
      warnings: ['it is untested'],
    },
    'GET /v1/operations/op-1': { ...failed, status: 'succeeded', failure: undefined },
  };
  const argv = ['replicate-ami', 'ami-1', '--to-region', 'eu-west-1', '--wait', ...json];
  const { out, err } = await spawn(argv, { answer: script(answers) });
  expect(JSON.parse(out)).toMatchObject({ status: 'succeeded' });
  const lines = err.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'info', message: 'op-1 copies ami-1 to eu-west-1; follow: spawn wait op-1' },
    { level: 'warning', message: 'it is untested' },
  ]);
});

test('what is no table is one document too', async () => {
  expect(JSON.parse((await spawn(['completion', 'bash', ...json])).out)).toMatchObject({ shell: 'bash' });
  const hcl = [
    '--base-ami',
    'al2023',
    '--instance-type',
    'm7i.large',
    '--provisioner',
    '@-',
    '--format',
    'hcl',
    '--json',
  ];
  const template = await spawn(['generate-packer-template', ...hcl], { stdin: 'true\n' });
  expect([template.err, JSON.parse(template.out || '{}')]).toEqual(['', expect.objectContaining({ format: 'hcl' })]);
  const { code, err, requests } = await spawn(['connect', 'i-1', ...json]);
  expect([code, requests, lastOf(err).message]).toEqual([
    2,
    [],
    '--output json needs a command: a shell has no result',
  ]);
});

test('only the messages, and what redraws the terminal, write to stderr', () => {
  const folder = join(__dirname, '..', '..', '..', 'cli');
  const writers = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && /terminal\.err\(/.test(readFileSync(join(folder, file), 'utf8')),
  );
  expect(writers.sort()).toEqual(['framework/messages.ts', 'workflow/progress/display.ts']);
});

describe('global flags may stand before the command', () => {
  const images = { answer: () => ({ body: { images: [] } }) };

  test.each([
    [['--region', 'eu-west-1', 'list-amis', '--stack', 'pytorch']],
    [['--region=eu-west-1', 'ami', 'list', '--stack', 'pytorch']],
    [['ami', '--region', 'eu-west-1', 'list', '--stack', 'pytorch']],
    [['-v', '--no-color', '--region', 'eu-west-1', '-y', 'list-amis', '--stack', 'pytorch']],
    [['-o', 'json', '--region', 'eu-west-1', 'list-amis', '--stack', 'pytorch']],
    [['-ojson', '--region', 'eu-west-1', '--context', 'x', '--profile', 'y', 'list-amis', '--stack', 'pytorch']],
  ])('%j', async (argv) => {
    const { code, requests } = await spawn(argv, images);
    expect([code, requests[0]?.query]).toEqual([0, expect.objectContaining({ region: 'eu-west-1', stack: 'pytorch' })]);
  });

  test('the flag of the command is the last word on it, and its words stay its own', async () => {
    const twice = await spawn(['--region', 'eu-west-1', 'list-amis', '--region', 'us-west-2'], images);
    expect(twice.requests[0]?.query).toMatchObject({ region: 'us-west-2' });
    const lone = await spawn(['--region', 'eu-west-1', 'list-amis', '--stack']);
    expect([lone.code, lone.err]).toEqual([2, expect.stringContaining("'--stack <stack>' argument missing")]);
    const unknown = await spawn(['-o', 'json', 'list-ami']);
    expect([unknown.code, lastOf(unknown.err).message]).toEqual([2, expect.stringContaining("'list-ami'")]);
  });

  test('with the help or the version they mean nothing', async () => {
    expect((await spawn(['--context', 'x', '--help'])).out).toContain('Usage: spawn');
    expect((await spawn(['--context', 'x', '--version'])).out).toBe('1.2.3\n');
  });
});
