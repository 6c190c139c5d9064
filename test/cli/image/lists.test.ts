import { parse } from 'yaml';
import { image, run } from '../kit/things';
import { spawn } from '../kit/spawn';

const newer = 'newer base AMI available (current: ami-xyz789, yours: ami-old123, age: 95d) - rebuild recommended';
const images = [
  image({
    name: 'pytorch-2.2-gpu-20260114',
    ami_id: 'ami-abc123',
    gpu: true,
    health: { level: 'critical', messages: [newer], checked_at: '' },
  }),
  image({
    name: 'pytorch-2.1-gpu-20260101',
    ami_id: 'ami-def456',
    version: '2.1',
    gpu: true,
    size_gb: 28,
    deprecated: true,
    creation_date: '2026-01-01T10:30:00Z',
  }),
  image({
    name: 'pytorch-2.2-arm-20260128',
    ami_id: 'ami-jkl012',
    architecture: 'arm64',
    size_gb: 23,
    creation_date: '2026-01-28T08:20:00Z',
    health: { level: 'healthy', messages: [], checked_at: '' },
  }),
  image({
    name: 'by-hand',
    ami_id: 'ami-mno345',
    stack: undefined,
    version: undefined,
    state: 'pending',
    creation_date: '2026-01-28T10:30:00Z',
  }),
];
const list = (argv: string[], more = {}, found = images) =>
  spawn(['list-amis', ...argv], { answer: () => ({ body: { images: found } }), ...more });

test('the table has the header, the columns and the warnings of the convention', async () => {
  expect((await list([])).out).toBe(
    `AMIs (4 found):

NAME                      AMI ID      STACK    VERSION  ARCH    SIZE  AGE    STATUS
pytorch-2.2-gpu-20260114  ami-abc123  pytorch  2.2      x86_64  30GB  14d    GPU ⚠️
pytorch-2.1-gpu-20260101  ami-def456  pytorch  2.1      x86_64  28GB  27d    GPU [deprecated]
pytorch-2.2-arm-20260128  ami-jkl012  pytorch  2.2      arm64   23GB  2h10m  -
by-hand                   ami-mno345  -        -        x86_64  30GB  0m     [pending]

Warnings:
  pytorch-2.2-gpu-20260114:
    - ${newer}
`,
  );
});

test('without emoji the warning sign is a plain one', async () => {
  const { out } = await list(['--no-emoji']);
  expect(out).toContain('GPU !\n');
  expect(out).not.toContain('⚠️');
});

test('an image whose health nobody has checked says so, and one that has none does not', async () => {
  const { out } = await list([], {}, [
    image({ name: 'new', health: undefined }),
    image({ name: 'old', health: undefined, deprecated: true }),
  ]);
  expect(out).toMatch(/^new .* \[not checked\]\nold .* {2}\[deprecated\]\n/m);
});

test('images that are still being created come last, so that scripts do not take them; a key sorts them too', async () => {
  const found = [image({ ami_id: 'ami-new', state: 'pending', lifecycle: 'candidate' }), image({ ami_id: 'ami-old' })];
  const idsOf = async (argv: string[]) =>
    JSON.parse((await list([...argv, '--json'], {}, found)).out).map((each: { ami_id: string }) => each.ami_id);
  expect(await idsOf([])).toEqual(['ami-old', 'ami-new']);
  expect(await idsOf(['--sort-by', 'age'])).toEqual(['ami-new', 'ami-old']);
  expect((await list([], {}, found)).out).toMatch(/ami-new .* {2}\[pending\]\n/);
});

test('a health that could not be told is shown, and is not called healthy', async () => {
  const unknown = image({ health: { level: 'unknown', messages: ['the base image is gone'], checked_at: '' } });
  const { out } = await list([], {}, [unknown]);
  expect(out).toContain('    - the base image is gone\n');
  expect(out).toContain('⚠️');
});

test('a terminal with room for it shows how long instances take to be ready; a pipe gets the columns of the convention', async () => {
  const measured = [
    image({
      tests: [{ build_id: 'b', instance_type: 'm7i.large', verdict: 'passed', seconds_to_ready: 31, tested_at: '' }],
    }),
    image({ ami_id: 'ami-2' }),
  ];
  const header = async (more: object, found = measured) => (await list(['--no-color'], more, found)).out.split('\n')[2];
  expect(await header({ width: 200 })).toMatch(/ AGE +READY +STATUS$/);
  expect((await list([], { width: 200, environment: { NO_COLOR: '1' } }, measured)).out).toMatch(/ 31s +-\n.* - +-\n/);
  for (const more of [{}, { width: 80 }]) expect(await header(more)).not.toContain('READY');
  expect(await header({ width: 200 }, images)).not.toContain('READY');
  expect(JSON.parse((await list(['--json'], {}, measured)).out)[0].seconds_to_ready).toBe(31);
});

test('colors come on a terminal, and never with NO_COLOR, --no-color or in a pipe', async () => {
  expect((await list([], { width: 200 })).out).toContain('\u001b[1m');
  for (const more of [{}, { width: 200, environment: { NO_COLOR: '1' } }])
    expect((await list([], more)).out).not.toContain('\u001b');
  expect((await list(['--no-color'], { width: 200 })).out).not.toContain('\u001b');
});

test('several regions get a column that tells them apart', async () => {
  const { out, requests } = await list(['--region', 'all']);
  expect(out).toContain('NAME                      AMI ID      REGION     STACK');
  expect(requests[0]?.query).toMatchObject({ region: 'all' });
});

test('accounts get a column of their own, and are sent', async () => {
  const there = image({ ami_id: 'ami-b', owner_id: '222233334444', account: '222233334444' });
  const { out, requests } = await list(['--account', 'all'], {}, [image(), there]);
  expect(out).toMatch(/NAME +AMI ID +ACCOUNT +STACK/);
  expect(out).toMatch(/ami-b +222233334444 /);
  expect(requests[0]?.query).toMatchObject({ account: 'all' });
  expect(JSON.parse((await list(['--account', 'all', '--json'], {}, [image(), there])).out)).toMatchObject([
    { owner_id: '123456789012' },
    { owner_id: '222233334444', account: '222233334444' },
  ]);
});

test('JSON has the fields of the convention first, and is an array', async () => {
  for (const flags of [['--json'], ['-o', 'json'], ['--output', 'json']]) {
    const [first] = JSON.parse((await list(flags)).out);
    expect(Object.keys(first).slice(0, 10)).toEqual([
      'ami_id',
      'name',
      'description',
      'architecture',
      'creation_date',
      'size_gb',
      'stack',
      'version',
      'gpu',
      'deprecated',
    ]);
    expect(first).toMatchObject({
      ami_id: 'ami-abc123',
      size_gb: 30,
      gpu: true,
      deprecated: false,
      tags: { stack: 'pytorch' },
      region: 'us-east-1',
      state: 'available',
    });
  }
});

test('YAML has the same fields as JSON', async () => {
  expect(parse((await list(['-o', 'yaml'])).out)).toEqual(JSON.parse((await list(['--json'])).out));
});

test.each([
  ['list-amis', 'images'],
  ['list', 'instances'],
  ['builds list', 'builds'],
  ['ami snapshots ami-1', 'snapshots'],
])('nothing at all is [] in JSON: %s', async (command, field) => {
  const { code, out } = await spawn([...command.split(' '), '-o', 'json'], {
    answer: () => ({ body: { [field]: [] } }),
  });
  expect([code, out]).toEqual([0, '[]\n']);
});

test('every filter is sent, and every page is read', async () => {
  const { out, requests } = await spawn(
    [
      'ami',
      'list',
      '--stack',
      'pytorch',
      '--version',
      '2.2',
      '--arch',
      'arm64',
      '--gpu',
      'false',
      '--deprecated',
      '--revoked',
      '--latest',
      '--sort-by',
      'size',
      '--reverse',
    ],
    {
      answer: ({ query }) => ({
        body: query?.cursor === undefined ? { images: [image()], cursor: 'next' } : { images: [image()] },
      }),
    },
  );
  expect(requests.map(({ query }) => query?.cursor)).toEqual([undefined, 'next']);
  expect(requests[0]?.query).toMatchObject({
    stack: 'pytorch',
    version: '2.2',
    arch: 'arm64',
    gpu: 'false',
    deprecated: true,
    revoked: true,
    pending: true,
    latest: true,
    sort_by: 'size',
    reverse: true,
  });
  expect(out).toContain('AMIs (2 found):');
});

test('snapshots keep the names of today', async () => {
  const snapshot = {
    snapshot_id: 'snap-1',
    size_gb: 30,
    state: 'completed',
    started_at: '2026-01-23T10:30:00Z',
    encrypted: true,
    description: 'd',
    shared_with: ['123456789012'],
  };
  const answer = () => ({ body: { snapshots: [snapshot] } });
  expect((await spawn(['ami', 'snapshots', 'ami-1'], { answer })).out).toBe(
    'SNAPSHOT  SIZE  STATE      ENCRYPTED  AGE  SHARED\nsnap-1    30GB  completed  yes        5d   123456789012\n',
  );
  expect(JSON.parse((await spawn(['ami', 'snapshots', 'ami-1', '--json'], { answer })).out)).toEqual([
    {
      SnapshotID: 'snap-1',
      VolumeSize: 30,
      State: 'completed',
      StartTime: '2026-01-23T10:30:00Z',
      Encrypted: true,
      Description: 'd',
      SharedWith: ['123456789012'],
    },
  ]);
});

test('builds and operations are listed with their kind and the stage that they are in or failed in', async () => {
  const running = run({ stages: [{ name: 'provision', status: 'running', started_at: '2026-01-28T10:01:00Z' }] });
  const failed = run({
    build_id: 'bld-2',
    kind: 'create',
    status: 'failed',
    failure: { name: 'TestFailed', message: 'm', stage: 'test' },
    ami_id: undefined,
  });
  const { out, requests } = await spawn(['builds', 'list'], {
    answer: () => ({ body: { builds: [running, failed] } }),
  });
  expect(requests[0]?.query).toMatchObject({ kind: 'all' });
  expect(out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['BUILD', 'KIND', 'STACK', 'VERSION', 'VARIANT', 'STATUS', 'STAGE', 'AMI ID', 'AGE'],
    ['bld-0mk3f2k1a7x2m9q4c', 'build', 'pytorch', '2.2', 'x86_64', 'running', 'provision', '-', '30m'],
    ['bld-2', 'create', 'pytorch', '2.2', 'x86_64', 'failed', 'test', '-', '30m'],
    [''],
  ]);
});
