import { image } from '../kit/things';
import { spawn } from '../kit/spawn';

const full = (name: string, index: number, changes: object = {}) =>
  image({ name, ami_id: `ami-0abc1230abc1230a${index}`, region: 'ap-southeast-2', ...changes });
const images = [
  full('pytorch-2.2.0-cuda12-x86_64-20260114', 1, {
    gpu: true,
    channels: ['stable'],
    tags: { stack: 'pytorch', 'cuda-version': '12.1' },
    health: { level: 'warning', messages: ['newer base AMI available (current: ami-1)'], checked_at: '' },
  }),
  full('pytorch-2.2.0-cpu-x86_64-20260114', 2, { deprecated: true, shares: [{ kind: 'public' }] }),
  full('genomics', 3, { stack: 'genomics', version: '1.0.0', revocation: { at: '2026-01-20T00:00:00Z', reason: 'r' } }),
];
const linesAt = async (width: number, argv: string[] = [], found: unknown[] = images) => {
  const { out } = await spawn(['list-amis', ...argv], {
    answer: () => ({ body: { images: found } }),
    width,
    environment: { NO_COLOR: '1' },
  });
  return out.split('\n').slice(2, out.split('\n').indexOf('', 2));
};

test('at 120 columns nothing is cut or missing', async () => {
  expect(await linesAt(120)).toEqual([
    'NAME                                  AMI ID                 STACK     VERSION  ARCH    SIZE  AGE  STATUS',
    'pytorch-2.2.0-cuda12-x86_64-20260114  ami-0abc1230abc1230a1  pytorch   2.2      x86_64  30GB  14d  GPU [stable] ⚠️',
    'pytorch-2.2.0-cpu-x86_64-20260114     ami-0abc1230abc1230a2  pytorch   2.2      x86_64  30GB  14d  [deprecated] [public]',
    'genomics                              ami-0abc1230abc1230a3  genomics  1.0.0    x86_64  30GB  14d  [revoked]',
  ]);
});

test('at 80 columns AGE, SIZE, ARCH and VERSION give way to STATUS, and names are cut in the middle but stay apart', async () => {
  expect(await linesAt(80)).toEqual([
    'NAME                      AMI ID                 STACK     STATUS',
    'pytorch-2.2.0-cuda1…0114  ami-0abc1230abc1230a1  pytorch   GPU [stable] ⚠️',
    'pytorch-2.2.0-cpu-x…0114  ami-0abc1230abc1230a2  pytorch   [deprecated] [public]',
    'genomics                  ami-0abc1230abc1230a3  genomics  [revoked]',
  ]);
});

test('at 60 columns a row whose STATUS does not fit takes a second line', async () => {
  expect(await linesAt(60)).toEqual([
    'NAME                   AMI ID                 STATUS',
    'pytorch-2.2.0-cu…0114  ami-0abc1230abc1230a1',
    '  GPU [stable] ⚠️',
    'pytorch-2.2.0-cp…0114  ami-0abc1230abc1230a2',
    '  [deprecated] [public]',
    'genomics               ami-0abc1230abc1230a3  [revoked]',
  ]);
});

test.each([60, 80, 120])('at %d columns with all regions and accounts every STATUS is whole', async (width) => {
  const lines = await linesAt(width, ['--region', 'all', '--account', 'all']);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  for (const status of ['GPU [stable] ⚠️', '[deprecated] [public]', '[revoked]'])
    expect(lines.some((line) => line.endsWith(`  ${status}`))).toBe(true);
});

test('columns go in a fixed order as the terminal becomes narrower: SNAPS, AGE, SIZE, ARCH, VERSION, STACK', async () => {
  const one = [full('pytorch-2.2', 1, { snapshots: [{ snapshot_id: 'snap-1' }] })];
  const gone: string[] = [];
  for (let width = 120; width >= 50; width -= 1) {
    const head = (await linesAt(width, [], one))[0]!.split(/ {2,}/);
    for (const heading of ['SNAPS', 'AGE', 'SIZE', 'ARCH', 'VERSION', 'STACK', 'STATUS', 'NAME', 'AMI ID'])
      if (!head.includes(heading) && !gone.includes(heading)) gone.push(heading);
  }
  expect(gone).toEqual(['SNAPS', 'AGE', 'SIZE', 'ARCH', 'VERSION', 'STACK']);
});

test('--wide shows CUDA, SNAPS and READY whatever the width, on several lines if need be', async () => {
  const measured = {
    build_id: 'b',
    instance_type: 'm7i.large',
    verdict: 'passed',
    seconds_to_ready: 31,
    tested_at: '',
  };
  const found = [{ ...images[0], snapshots: [{ snapshot_id: 'snap-1' }], tests: [measured] }];
  for (const width of [60, 80, 120]) {
    const lines = await linesAt(width, ['--wide'], found);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    const heads = lines
      .slice(0, lines.length / 2)
      .join('  ')
      .split(/ {2,}/);
    const cells = lines
      .slice(lines.length / 2)
      .join('  ')
      .split(/ {2,}/);
    const cellOf = (heading: string) => cells[heads.indexOf(heading)];
    expect([cellOf('CUDA'), cellOf('SNAPS'), cellOf('READY'), cellOf('AGE')]).toEqual(['12.1', '1', '31s', '14d']);
  }
});

test('STATUS has a fixed order: GPU, deprecated, revoked, shares, channels, the warning sign', async () => {
  const everything = full('all', 1, {
    gpu: true,
    channels: ['stable'],
    deprecated: true,
    revocation: { at: '2026-01-20T00:00:00Z', reason: 'r' },
    shares: [{ kind: 'account' }, { kind: 'account' }],
    health: { level: 'unknown', messages: ['m'], checked_at: '' },
  });
  const [, row] = await linesAt(200, [], [everything]);
  expect(row).toMatch(/ {2}GPU \[deprecated\] \[revoked\] \[shared: 2\] \[stable\] ⚠️$/);
  const [, line, status] = await linesAt(60, [], [everything]);
  expect([line, status]).toEqual([
    'all   ami-0abc1230abc1230a1',
    '  GPU [deprecated] [revoked] [shared: 2] [stable] ⚠️',
  ]);
});
