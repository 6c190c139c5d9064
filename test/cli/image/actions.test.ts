import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagKeys } from '../../../core/tags';
import { image, run } from '../kit/things';
import { messagesOf } from '../kit/json-output';
import { script, spawn } from '../kit/spawn';
import type { Responder } from '../kit/spawn';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spawn-actions-'));
  writeFileSync(join(directory, 'script.sh'), '#!/bin/bash\nexit 0\n');
});
afterEach(() => rmSync(directory, { recursive: true }));

const instance = {
  instance_id: 'i-0123',
  name: 'ami-builder',
  state: 'running',
  instance_type: 'm7i.large',
  ami_id: 'ami-9',
  region: 'us-east-1',
  launch_time: '2026-01-28T08:20:00Z',
  tags: {} as Record<string, string>,
};
const operation = (changes = {}) => run({ build_id: 'op-1', kind: 'create', ...changes });

describe('create-ami', () => {
  const create = (argv: string[], answer: Responder) =>
    spawn(['create-ami', 'ami-builder', '--name', 'webapp-v1.2.0', '-o', 'json', ...argv], { directory, answer });

  test('sends what was asked for; tags are split at the first =', async () => {
    const { code, out, requests } = await create(
      [
        '--tag',
        'stack=pytorch',
        '--tag',
        'note=a=b',
        '--reboot',
        '--cleanup-script',
        '@script.sh',
        '--region',
        'eu-west-1',
      ],
      script({
        'POST /v1/images': {
          operation_id: 'op-1',
          ami_id: 'ami-1',
          state: 'pending',
          source_instance_id: 'i-0123',
          region: 'eu-west-1',
          architecture: 'x86_64',
        },
      }),
    );
    expect(code).toBe(0);
    expect(requests[0]?.body).toEqual({
      instance: 'ami-builder',
      name: 'webapp-v1.2.0',
      tags: { stack: 'pytorch', note: 'a=b' },
      reboot: true,
      cleanup_script: '#!/bin/bash\nexit 0\n',
      region: 'eu-west-1',
    });
    expect(JSON.parse(out)).toMatchObject({
      ami_id: 'ami-1',
      state: 'pending',
      source_instance_id: 'i-0123',
      region: 'eu-west-1',
      architecture: 'x86_64',
      tags: { stack: 'pytorch', note: 'a=b' },
    });
  });

  describe('without the tags stack and version', () => {
    const named = async (name: string, ...tags: string[]) => {
      const { err, requests } = await spawn(
        ['create-ami', 'i-1', '--name', name, ...tags.flatMap((tag) => ['--tag', tag])],
        { answer: script({ 'POST /v1/images': { operation_id: 'op-1', ami_id: 'ami-1' } }) },
      );
      return { err, tags: requests[0]?.body.tags };
    };

    test('takes them from a name that follows the convention, and says so', async () => {
      const { err, tags } = await named('webapp-v1.2.0');
      expect(tags).toEqual({ stack: 'webapp', version: '1.2.0' });
      expect(err).toContain(
        'stack webapp and version 1.2.0: taken from the name webapp-v1.2.0; to set another: --tag stack=… --tag version=…\n',
      );
      expect((await named('pytorch-2.2-cuda12-20260114', 'stack=pytorch')).tags).toEqual({
        stack: 'pytorch',
        version: '2.2',
      });
    });

    test('only warns when the name is not certain, or says something else than a tag', async () => {
      const { err, tags } = await named('my-stack');
      expect(tags).toEqual({});
      expect(err).toContain('warning: the image has no stack and no version, so launches');
      expect((await named('webapp-v1.2.0', 'stack=pytorch')).tags).toEqual({ stack: 'pytorch' });
    });

    test('says nothing when both are given', async () => {
      expect((await named('my-stack', 'stack=a', 'version=1.0')).err).not.toMatch(/warning|taken/);
    });
  });

  test('follows until EC2 has given the id', async () => {
    const { code, out, err } = await create(
      [],
      script({
        'POST /v1/images': { operation_id: 'op-1' },
        'GET /v1/operations/op-1': [operation(), operation(), operation({ ami_id: 'ami-1' })],
        'GET /v1/images/ami-1': image({ ami_id: 'ami-1', state: 'pending', tags: { [tagKeys.createdFrom]: 'i-0123' } }),
      }),
    );
    expect(code).toBe(0);
    expect(messagesOf(err)).toContain('The image is not available yet. To wait for it: spawn wait op-1');
    expect(JSON.parse(out)).toMatchObject({
      ami_id: 'ami-1',
      name: 'pytorch-2.2-cpu-20260114',
      state: 'pending',
      source_instance_id: 'i-0123',
      region: 'us-east-1',
      architecture: 'x86_64',
    });
  });

  test('with --wait prints the image when it is available', async () => {
    const { code, out, err } = await create(
      ['--wait'],
      script({
        'POST /v1/images': { operation_id: 'op-1', ami_id: 'ami-1' },
        'GET /v1/operations/op-1': [
          operation({ stages: [{ name: 'image', status: 'running', started_at: '2026-01-28T10:00:00Z' }] }),
          operation({ status: 'succeeded', ami_id: 'ami-1' }),
        ],
        'GET /v1/images/ami-1': image({ ami_id: 'ami-1' }),
      }),
    );
    expect([code, JSON.parse(out).state]).toEqual([0, 'available']);
    expect(err).toContain('… image');
  });

  test('that fails prints nothing on stdout, and exits with 1', async () => {
    const failure = { name: 'ImageFailed', message: 'EC2 says: snapshot error' };
    const { code, out, err } = await create(
      ['--wait'],
      script({
        'POST /v1/images': { operation_id: 'op-1' },
        'GET /v1/operations/op-1': operation({ status: 'failed', failure }),
      }),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('ImageFailed: EC2 says: snapshot error');
  });
});

describe('launch', () => {
  const answer = {
    instance,
    image: { ami_id: 'ami-9', name: 'pytorch-2.2' },
    reason: 'newest of 2 that fit',
    warnings: ['it is deprecated soon'],
  };

  test('prints one object with instance_id, and says on stderr which image and why', async () => {
    const { code, out, err, requests } = await spawn(
      [
        'launch',
        '--instance-type',
        'g5.xlarge',
        '--name',
        'training-job',
        '--ami-stack',
        'pytorch',
        '--ami-version',
        '>=2.0, <3.0',
        '--ttl',
        '8h',
        '--tag',
        'env=dev',
        '--spot',
        '--volume-size',
        '100',
        '--volume-initialization-rate',
        '200',
        '--user-data',
        '@-',
        '--output',
        'json',
      ],
      { stdin: '#!/bin/sh\n', answer: () => ({ status: 201, body: answer }) },
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      instance_id: 'i-0123',
      image: { ami_id: 'ami-9' },
      reason: 'newest of 2 that fit',
    });
    expect(messagesOf(err)).toEqual([
      'image pytorch-2.2 (ami-9): newest of 2 that fit',
      'warning: it is deprecated soon',
    ]);
    expect(requests[0]?.body).toEqual({
      name: 'training-job',
      instance_type: 'g5.xlarge',
      stack: 'pytorch',
      version: '>=2.0, <3.0',
      ttl: '8h',
      tags: { env: 'dev' },
      spot: true,
      volume_size_gb: 100,
      volume_initialization_rate: 200,
      user_data: '#!/bin/sh\n',
    });
  });

  test('says at which rate the volume is filled, and why', async () => {
    const launched = (volume_initialization: object) =>
      spawn(['launch', '--instance-type', 'g5.xlarge', '--name', 'x'], {
        answer: () => ({ status: 201, body: { ...answer, warnings: [], volume_initialization } }),
      });
    expect((await launched({ rate: 300, reason: 'measured for pytorch' })).err).toContain(
      'volume initialization 300 MiB/s: measured for pytorch\n',
    );
    expect((await launched({ reason: 'as set in the policy of pytorch' })).err).toContain(
      'volume initialization off: as set in the policy of pytorch\n',
    );
  });

  test('takes the name as an argument too, and leaves the image to the API for --ami auto', async () => {
    const { requests } = await spawn(['launch', 'training-job', '--instance-type', 'g5.xlarge', '--ami', 'auto'], {
      answer: () => ({ body: answer }),
    });
    expect(requests[0]?.body).toEqual({ name: 'training-job', instance_type: 'g5.xlarge' });
  });
});

test('list prints the instances, with the filters sent', async () => {
  const { out, requests } = await spawn(['list', '--name', 'ami-builder', '--state', 'running', '--tag', 'env=dev'], {
    answer: () => ({ body: { instances: [instance] } }),
  });
  expect(out.split('\n')[1]).toMatch(
    /^ami-builder {2}i-0123 {7}m7i.large {2}running {2}us-east-1 {2}- {10}ami-9 {3}- {6}- {4}2h10m$/,
  );
  expect(requests[0]?.query).toMatchObject({ name: 'ami-builder', state: 'running', tag: 'env=dev' });
});

test('terminate sends the name as it was given, in the region that was given', async () => {
  const { code, out, err, requests } = await spawn(['terminate', 'my job/1', '--region', 'eu-west-1'], {
    typed: ['yes'],
    answer: () => ({ body: instance }),
  });
  expect([code, out]).toEqual([0, 'i-0123 is being terminated\n']);
  expect(err).toBe(
    'Deployment: stage dev, us-east-1, account 123456789012\nTerminate my job/1 in eu-west-1 and delete its volumes? [y/N] ',
  );
  expect(requests).toEqual([{ method: 'DELETE', path: '/v1/instances/my%20job%2F1', query: { region: 'eu-west-1' } }]);
});

describe('test-ami', () => {
  const result = (changes = {}) => ({
    build_id: 'op-1',
    instance_type: 'm7i.large',
    verdict: 'passed',
    exit_code: 0,
    seconds_to_ready: 35,
    output: 'All tests passed!\n',
    instance_id: 'i-7',
    tested_at: '2026-01-28T10:20:00Z',
    ...changes,
  });
  const test_ = (argv: string[], status: string, tests: unknown[], progressWidth?: number) =>
    spawn(['test-ami', 'ami-1', '--test-script', '@script.sh', ...argv], {
      directory,
      progressWidth,
      answer: script({
        'POST /v1/images/ami-1/tests': { operation_id: 'op-1' },
        'GET /v1/builds/op-1/log': [
          {
            lines: [{ time: '2026-01-28T10:20:00Z', stage: 'test-m7i.large', text: 'All tests passed!' }],
            done: false,
          },
          { lines: [], done: true },
        ],
        'GET /v1/operations/op-1': [
          operation({ kind: 'test' }),
          operation({
            kind: 'test',
            status,
            failure: status === 'failed' ? { name: 'TestFailed', message: 'm7i.large exited 3' } : undefined,
          }),
        ],
        'GET /v1/images/ami-1': image({
          ami_id: 'ami-1',
          tests: [result({ build_id: 'op-0', output: 'an older test' }), ...tests] as never,
        }),
      }),
    });

  test('always waits, streams the output and shows the verdict of this test only', async () => {
    const { code, out, err, requests } = await test_(
      ['--instance-type', 'm7i.large', '--auto-terminate'],
      'succeeded',
      [result()],
    );
    expect([code, out, err]).toEqual([
      0,
      'm7i.large  passed  exit code 0  ready after 35s\n',
      '[test-m7i.large] All tests passed!\n',
    ]);
    expect(requests[0]?.body).toEqual({
      script: '#!/bin/bash\nexit 0\n',
      instance_types: ['m7i.large'],
      auto_terminate: true,
    });
  });

  test('in a terminal, where the output is collapsed, shows it with the verdict', async () => {
    const { out, err } = await test_(['--auto-terminate'], 'succeeded', [result()], 80);
    expect([out, err]).toEqual(['m7i.large  passed  exit code 0  ready after 35s\n  All tests passed!\n', '']);
  });

  test('in a terminal shows the end of the output of a failed test once, and how to see all', async () => {
    const { out, err } = await test_(['--auto-terminate'], 'failed', [result({ verdict: 'failed', exit_code: 3 })], 80);
    expect(out).toBe('m7i.large  failed  exit code 3  ready after 35s\n');
    expect(err).toContain('1 line of output of test-m7i.large:\n  All tests passed!\n');
    expect(err).toContain('To see all output of its scripts: spawn builds logs op-1\n');
  });

  test('exits with 1 when the script fails, and prints how to connect to the instance that is kept', async () => {
    const { code, err } = await test_(['--auto-terminate'], 'failed', [result({ verdict: 'failed', exit_code: 3 })]);
    expect(code).toBe(1);
    expect(err).toContain('i-7 is kept for two hours; connect with: spawn connect i-7 --region us-east-1\n');
    expect(err).toContain('error: the test of ami-1 failed: TestFailed: m7i.large exited 3\n');
  });

  test('compares launches with and without a volume initialization rate, and says what comes of it', async () => {
    const filled = result({ volume_initialization_rate: 300, seconds_to_ready: 12 });
    const { out, err, requests } = await test_(['--auto-terminate', '--compare-initialization'], 'succeeded', [
      result({ output: '' }),
      { ...filled, output: '' },
    ]);
    expect(requests[0]?.body).toEqual({
      script: '#!/bin/bash\nexit 0\n',
      auto_terminate: true,
      compare_initialization: true,
    });
    expect(out).toBe(
      'm7i.large  passed  exit code 0  ready after 35s\nm7i.large  passed  exit code 0  at 300 MiB/s  ready after 12s\n',
    );
    expect(err).toBe(
      '[test-m7i.large] All tests passed!\nready after 12s at 300 MiB/s instead of 35s; launches of pytorch use it unless its policy sets a rate\n',
    );
  });

  test('without --auto-terminate tells that a passed instance is kept too', async () => {
    const { code, err } = await test_([], 'succeeded', [result({ kept_until: '2026-01-28T12:20:00Z' })]);
    expect(code).toBe(0);
    expect(err).toContain('i-7 is kept until 2026-01-28T12:20:00Z');
  });
});

describe('replicate-ami', () => {
  test('sends the key of each region', async () => {
    const keys = {
      'eu-west-1': 'arn:aws:kms:eu-west-1:123456789012:key/e',
      'us-west-2': 'arn:aws:kms:us-west-2:123456789012:key/w',
    };
    const flags = Object.entries(keys).flatMap(([region, key]) => [
      '--to-region',
      region,
      '--kms-key',
      `${region}=${key}`,
    ]);
    const { requests } = await spawn(['replicate-ami', 'ami-1', ...flags], {
      answer: () => ({ body: operation({ kind: 'replicate' }) }),
    });
    expect(requests[0]?.body).toEqual({ regions: Object.keys(keys), kms_keys: keys });
    expect(
      await spawn(['replicate-ami', 'ami-1', '--to-region', 'eu-west-1', '--kms-key', 'arn:aws:kms']),
    ).toMatchObject({ code: 2 });
  });

  test('says in how many minutes the copies are to be complete', async () => {
    const { requests } = await spawn(
      ['replicate-ami', 'ami-1', '--to-region', 'eu-west-1', '--complete-within', '1h30m'],
      { answer: () => ({ body: operation({ kind: 'replicate' }) }) },
    );
    expect(requests[0]?.body).toEqual({ regions: ['eu-west-1'], complete_within_minutes: 90 });
  });

  test('sends member accounts, with the key of the region that its ARN names, and needs no region then', async () => {
    const key = 'arn:aws:kms:eu-west-1:222233334444:key/e';
    const { requests, err } = await spawn(
      ['replicate-ami', 'ami-1', '--account', '222233334444', '--to-region', 'eu-west-1', '--kms-key', key],
      { answer: () => ({ body: operation({ kind: 'replicate' }) }) },
    );
    expect(requests[0]?.body).toEqual({
      regions: ['eu-west-1'],
      accounts: ['222233334444'],
      kms_keys: { 'eu-west-1': key },
    });
    expect(err).toContain('to eu-west-1, account 222233334444;');
    const {
      requests: [plain],
    } = await spawn(['replicate-ami', 'ami-1', '--account', '222233334444'], {
      answer: () => ({ body: operation({ kind: 'replicate' }) }),
    });
    expect(plain?.body).toEqual({ accounts: ['222233334444'] });
  });

  test('asks for all regions in one request, and follows with --wait', async () => {
    const { code, requests } = await spawn(
      ['replicate-ami', 'ami-1', '--to-region', 'eu-west-1', '--to-region', 'us-west-2', '--wait'],
      {
        answer: script({
          'POST /v1/images/ami-1/replicas': operation({ kind: 'replicate', operation_id: 'op-1' }),
          'GET /v1/operations/op-1': operation({ kind: 'replicate', status: 'succeeded' }),
        }),
      },
    );
    expect([code, requests.map(({ method }) => method)]).toEqual([0, ['POST', 'GET']]);
    expect(requests[0]?.body).toEqual({ regions: ['eu-west-1', 'us-west-2'] });
  });

  test('--stack copies every original that is not deprecated, and goes on after one that is refused', async () => {
    const images = [
      image({ ami_id: 'ami-1' }),
      image({ ami_id: 'ami-2', deprecated: true }),
      image({ ami_id: 'ami-3', replicated_from: 'ami-1' }),
      image({ ami_id: 'ami-4' }),
    ];
    const { code, out, err, requests } = await spawn(
      ['replicate-ami', '--stack', 'pytorch', '--to-region', 'eu-west-1', '--json'],
      {
        answer: script({
          'GET /v1/images': { images },
          'POST /v1/images/ami-4/replicas': operation({ build_id: 'op-4', operation_id: 'op-4' }),
        }),
      },
    );
    expect(requests.slice(1).map(({ path }) => path)).toEqual([
      '/v1/images/ami-1/replicas',
      '/v1/images/ami-4/replicas',
    ]);
    expect([code, JSON.parse(out)]).toEqual([3, [expect.objectContaining({ operation_id: 'op-4' })]]);
    expect(messagesOf(err)).toContain('error: ami-1: no POST /v1/images/ami-1/replicas');
  });

  test('--stack alone copies to where the policy of the stack wants it', async () => {
    const { code, requests } = await spawn(['replicate-ami', '--stack', 'pytorch'], {
      answer: script({
        'GET /v1/stacks/pytorch': { policy: { regions: ['eu-west-1'] } },
        'GET /v1/images': { images: [image({ ami_id: 'ami-1' })] },
        'POST /v1/images/ami-1/replicas': operation({ build_id: 'op-1', operation_id: 'op-1' }),
      }),
    });
    expect([code, requests.at(-1)?.body]).toEqual([0, { regions: ['eu-west-1'] }]);
    expect(
      await spawn(['replicate-ami', '--stack', 'pytorch'], {
        answer: script({ 'GET /v1/stacks/pytorch': { policy: {} } }),
      }),
    ).toMatchObject({ code: 2 });
  });

  test('--stack copies to the member accounts of its policy too, where the image and the regions of the policy are', async () => {
    const keys = {
      home: 'arn:aws:kms:eu-west-1:123456789012:key/h',
      member: 'arn:aws:kms:us-east-1:222233334444:key/m',
    };
    const bodies = async (policy: object, ...flags: string[]) => {
      const { code, requests } = await spawn(['replicate-ami', '--stack', 'pytorch', ...flags], {
        answer: script({
          'GET /v1/stacks/pytorch': { policy },
          'GET /v1/images': { images: [image({ ami_id: 'ami-1', region: 'us-east-1' })] },
          'POST /v1/images/ami-1/replicas': operation({ build_id: 'op-1', operation_id: 'op-1' }),
        }),
      });
      return [code, ...requests.filter(({ method }) => method === 'POST').map(({ body }) => body)];
    };
    const accounts = ['222233334444'];
    expect(await bodies({ accounts })).toEqual([0, { regions: ['us-east-1'], accounts }]);
    expect(
      await bodies({ accounts, regions: ['eu-west-1'] }, '--kms-key', keys.home, '--kms-key', keys.member),
    ).toEqual([
      0,
      { regions: ['eu-west-1'], kms_keys: { 'eu-west-1': keys.home } },
      { regions: ['us-east-1', 'eu-west-1'], accounts, kms_keys: { 'us-east-1': keys.member } },
    ]);
    expect(await bodies({ regions: ['eu-west-1'] }, '--account', '222233334444')).toEqual([
      0,
      { regions: ['us-east-1', 'eu-west-1'], accounts },
    ]);
    expect(await bodies({}, '--account', '222233334444')).toEqual([0, { regions: ['us-east-1'], accounts }]);
    expect(await bodies({ accounts, regions: ['eu-west-1'] }, '--to-region', 'us-west-2')).toEqual([
      0,
      { regions: ['us-west-2'] },
    ]);
  });

  test('--stack without an image is not found', async () => {
    expect(
      await spawn(['replicate-ami', '--stack', 'x', '--to-region', 'eu-west-1'], {
        answer: () => ({ body: { images: [] } }),
      }),
    ).toMatchObject({ code: 3 });
  });
});

describe('builds logs', () => {
  const line = (text: string) => ({ time: '2026-01-28T10:00:00Z', stage: 'provision', stream: 'stdout', text });
  const pages = () => [
    { lines: [line('one')], cursor: 'a', done: false },
    { lines: [], cursor: 'a', done: false },
    { lines: [line('two')], cursor: 'b', done: false },
    { lines: [], cursor: 'b', done: true },
  ];

  test('prints what there is, and with --follow goes on until the build has ended', async () => {
    const answers = () => script({ 'GET /v1/builds/bld-1/log': pages() });
    expect((await spawn(['builds', 'logs', 'bld-1'], { answer: answers() })).out).toBe('[provision] one\n');
    expect((await spawn(['builds', 'logs', 'bld-1', '--follow'], { answer: answers() })).out).toBe(
      '[provision] one\n[provision] two\n',
    );
  });

  test('is one array in JSON, also with --follow', async () => {
    const { out } = await spawn(['builds', 'logs', 'bld-1', '-f', '-o', 'json'], {
      answer: script({ 'GET /v1/builds/bld-1/log': pages() }),
    });
    expect(JSON.parse(out)).toEqual([line('one'), line('two')]);
  });
});

test('ami undelete --dry-run only asks whether the Recycle Bin has the image', async () => {
  const answer = {
    changed: true,
    images: [image({ state: 'deregistered' })],
    gone: [],
    warnings: ['nothing was changed; the Recycle Bin of us-east-1 keeps it until 2026-02-01T00:00:00.000Z'],
  };
  const { code, out, err, requests } = await spawn(['ami', 'undelete', 'ami-1', '--dry-run'], {
    answer: () => ({ body: answer }),
  });
  expect(requests[0]).toMatchObject({ path: '/v1/images/ami-1/undeletion', body: { dry_run: true } });
  expect([code, out, err]).toEqual([
    0,
    expect.stringContaining('can be restored'),
    expect.stringContaining('keeps it until 2026-02-01'),
  ]);
});
