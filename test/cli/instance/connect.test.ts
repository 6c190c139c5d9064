import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { screenOf } from '../kit/screen';
import { spawn } from '../kit/spawn';
import type { Request } from '../kit/contract';

const session = {
  session_id: 's-1',
  stream_url: 'wss://x',
  token_value: 'secret',
  instance_id: 'i-1',
  region: 'eu-west-1',
};
const command = {
  command_id: 'c-1',
  instance_id: 'i-1',
  region: 'us-east-1',
  status: 'running',
  output: '',
  error_output: '',
};

describe('connect with a command', () => {
  const ends = (end: object, argv: string[] = []) => {
    const answers = [command, { ...command, ...end }];
    return spawn(['connect', 'ami-builder', ...argv, '--', 'ls', '-l', '/opt'], {
      answer: ({ method }: Request) =>
        method === 'POST'
          ? { status: 202, body: command }
          : { body: answers.length > 1 ? answers.shift() : answers[0] },
    });
  };

  test('prints what it printed, each on its stream, and exits as it did', async () => {
    const { code, out, err, requests } = await ends({
      status: 'failed',
      exit_code: 2,
      output: 'a\n',
      error_output: 'b\n',
    });
    expect([code, out, err]).toEqual([2, 'a\n', 'b\n']);
    expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/instances/ami-builder/commands',
      ...Array(2).fill('GET /v1/instances/i-1/commands/c-1'),
    ]);
    expect(requests[0]?.body).toEqual({ command: 'ls -l /opt', timeout_seconds: 3600 });
  });

  test('exits with 255 when it did not end by itself, and says why', async () => {
    for (const [status, says] of [
      ['timed-out', '--timeout'],
      ['undelivered', 'spawn list'],
      ['cancelled', 'cancelled'],
      ['failed', 'is no longer available'],
    ] as const) {
      const { code, err } = await ends({ status });
      expect([code, err]).toEqual([255, expect.stringContaining(says)]);
    }
  });

  test('is one object in JSON, and nothing else on stdout', async () => {
    const { code, out, err } = await ends({ status: 'succeeded', exit_code: 0, output: 'a\n', error_output: 'b\n' }, [
      '--json',
    ]);
    expect([code, JSON.parse(out), err]).toEqual([
      0,
      { ...command, status: 'succeeded', exit_code: 0, output: 'a\n', error_output: 'b\n' },
      '',
    ]);
  });

  test('that the API refuses exits as every refusal does', async () => {
    const { code, err } = await spawn(['connect', 'x', '--', 'ls'], {
      answer: () => ({ status: 409, body: { name: 'WrongState', detail: 'the instance i-1 is stopped' } }),
    });
    expect([code, err]).toEqual([4, 'error: the instance i-1 is stopped\n']);
  });
});

describe('connect to an instance that has just started', () => {
  const offline = {
    status: 409,
    body: { name: 'WrongState', detail: 'the SSM agent of i-1 in us-east-1 is not online', agent: 'offline' },
  };
  const pending = {
    status: 409,
    body: { name: 'WrongState', detail: 'the instance i-1 is pending', state: 'pending' },
  };
  const connect = (answers: { status: number; body: object }[], more = {}, argv: string[] = []) =>
    spawn(['connect', 'web', ...argv, '--', 'ls'], {
      ...more,
      answer: ({ method }) =>
        method === 'POST'
          ? answers.length > 1
            ? answers.shift()
            : answers[0]
          : { body: { ...command, status: 'succeeded', exit_code: 0, output: 'a\n' } },
    });

  test('waits until its agent is online, and shows nothing on stderr that soon passes', async () => {
    const { code, out, err, seconds } = await connect([pending, offline, { status: 202, body: command }]);
    expect([code, out, err, seconds]).toEqual([0, 'a\n', '', 4.5]);
  });

  test('shows in a terminal what it waits for, and removes that before the output', async () => {
    const { err } = await connect([pending, pending, { status: 202, body: command }], { progressWidth: 80 });
    expect(err).toContain('… waiting for the SSM agent of web: the instance is st…  2s, times out in 4m58s\n');
    expect(screenOf(err)).toEqual([]);
  });

  test('gives up after five minutes or the given time, says why, and exits with 5', async () => {
    const { code, err, seconds } = await connect([offline]);
    expect([code, seconds]).toEqual([5, 300]);
    expect(err).toContain(
      'error: timed out after 5m waiting for the SSM agent of web; the SSM agent of i-1 in us-east-1 is not online\n',
    );
    expect((await connect([offline], {}, ['--agent-timeout', '30s'])).seconds).toBe(30);
  });

  test('does not wait for one that is stopped', async () => {
    const stopped = { status: 409, body: { name: 'WrongState', detail: 'i-1 is stopped', state: 'stopped' } };
    const { code, seconds } = await connect([stopped]);
    expect([code, seconds]).toEqual([4, 0]);
  });
});

describe('connect without a command', () => {
  const answer = () => ({ status: 201, body: session });

  test('hands the session to the plugin, and exits as it does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'spawn-plugin-'));
    const plugin = join(folder, 'session-manager-plugin');
    writeFileSync(plugin, `#!/bin/sh\nprintf '%s\\n' "$@" >${folder}/given\nexit 7\n`);
    chmodSync(plugin, 0o700);
    const { code } = await spawn(['connect', 'ami-builder', '--profile', 'jo', '--region', 'eu-west-1'], {
      answer,
      environment: { PATH: `/nowhere:${folder}` },
    });
    expect(code).toBe(7);
    const [joined = '', ...rest] = readFileSync(join(folder, 'given'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(joined)).toEqual({ SessionId: 's-1', TokenValue: 'secret', StreamUrl: 'wss://x' });
    expect(rest).toEqual([
      'eu-west-1',
      'StartSession',
      'jo',
      '{"Target":"i-1"}',
      'https://ssm.eu-west-1.amazonaws.com',
    ]);
  });

  test('without the plugin says in one sentence how to get it, and opens no session', async () => {
    const { code, err, requests } = await spawn(['connect', 'ami-builder'], {
      answer,
      environment: { PATH: '/nowhere' },
    });
    expect([code, requests]).toEqual([1, []]);
    expect(err).toMatch(/^error: session-manager-plugin is not on the PATH: .*install it from https:\S+, or .*\n$/);
  });
});

describe('connect in local mode', () => {
  const shell = (typed: string[] | undefined) =>
    spawn(['connect', 'ami-builder'], {
      local: true,
      typed,
      answer: ({ path, body }) =>
        path === '/local/sessions/s-1'
          ? { body: { output: `<${body.line}>\n`, error_output: '', ended: body.line === 'exit' } }
          : { status: 201, body: session },
    });

  test('types line after line until exit, prompting on stderr', async () => {
    const { code, out, err, requests } = await shell(['pwd', 'exit', 'never']);
    expect([code, out, err]).toEqual([0, '<pwd>\n<exit>\n', 'sh-5.2$ sh-5.2$ ']);
    expect(requests[1]?.body).toEqual({ region: 'eu-west-1', line: 'pwd' });
  });

  test('ends the shell at the end of input', async () => {
    expect((await shell(['pwd'])).out).toBe('<pwd>\n<exit>\n');
    expect(await shell(undefined)).toMatchObject({ code: 0, out: '<exit>\n', err: '' });
  });

  test('goes on in the next line after a backslash, and only then', async () => {
    const { out, err } = await shell(['pip3 install torch \\', '  --index-url x', 'echo \\\\', 'exit']);
    expect(out).toBe('<pip3 install torch \\\n  --index-url x>\n<echo \\\\>\n<exit>\n');
    expect(err).toBe('sh-5.2$ > sh-5.2$ sh-5.2$ ');
  });
});

describe('launch', () => {
  const instance = {
    instance_id: 'i-1',
    name: 'chr-0',
    state: 'pending',
    instance_type: 'r7i.4xlarge',
    ami_id: 'ami-9',
    region: 'us-east-1',
    launch_time: '2026-01-28T08:20:00Z',
    tags: {},
  };
  const image = { ami_id: 'ami-9', name: 'genomics-1.0' };
  const argv = [
    'launch',
    '--count',
    '2',
    '--job-array-name',
    'chr',
    '--instance-type',
    'r7i.4xlarge',
    '--ami',
    'ami-0abc1230abc1230ab',
    '--ttl',
    '12h',
    '--command',
    'process-chr.sh $JOB_ARRAY_INDEX',
  ];
  const answer = () => ({
    status: 201,
    body: {
      instances: [instance, { ...instance, instance_id: 'i-2', name: 'chr-1' }],
      image,
      reason: 'named by its id',
      warnings: [],
    },
  });

  test('with --count asks once for the whole array, and prints an array in JSON', async () => {
    const { code, out, requests } = await spawn([...argv, '-o', 'json'], { answer });
    expect([code, requests.length]).toEqual([0, 1]);
    expect(requests[0]?.body).toMatchObject({
      count: 2,
      job_array_name: 'chr',
      command: 'process-chr.sh $JOB_ARRAY_INDEX',
      ttl: '12h',
    });
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({ instance_id: 'i-1', image }),
      expect.objectContaining({ instance_id: 'i-2' }),
    ]);
  });

  test('with --count prints a table of the instances', async () => {
    expect(
      (await spawn(argv, { answer })).out
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(/ +/).slice(0, 2)),
    ).toEqual([
      ['chr-0', 'i-1'],
      ['chr-1', 'i-2'],
    ]);
  });
});
