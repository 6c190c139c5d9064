import type { ImageDetails } from '../../../core/api/contract/image-details';
import { spawn } from '../kit/spawn';
import { image } from '../kit/things';

const shown: ImageDetails = {
  ...image(),
  replicas: [{ ami_id: 'ami-0def4560def4560de', region: 'eu-west-1', state: 'available', lifecycle: 'published' }],
  expected_in: [],
  events: [
    {
      time: '2026-01-14T10:30:00Z',
      action: 'created',
      build_id: 'bld-1',
      by: 'arn:aws:iam::123456789012:user/jo',
      detail: 'from i-0abc',
    },
    { time: '2026-01-16T02:00:00Z', action: 'vanished' },
  ],
};
const reference = {
  ami_id: shown.ami_id,
  region: 'eu-west-1',
  kind: 'auto-scaling-group',
  name: 'web',
  detail: 'capacity 0',
};
const usage = {
  images: [],
  references: [reference],
  unread: [{ region: 'us-east-1', kind: 'instance', reason: 'throttled' }],
};
const show = (argv: string[], body: ImageDetails) =>
  spawn(['ami', 'show', body.ami_id, ...argv], {
    answer: ({ path }) => ({ body: path.endsWith('/references') ? usage : body }),
  });

test('an image is shown with its last launch, with what uses it, and with what nobody could find out', async () => {
  const { out } = await show([], { ...shown, last_launched: '2026-01-20T10:30:00.000Z' });
  expect(out).toContain('Last launch   2026-01-20T10:30:00.000Z (EC2 reports it up to 24 hours late)\n');
  expect(out).toContain(
    'Used by\n  auto-scaling-group  web  capacity 0  eu-west-1\n  unknown: instance in us-east-1: throttled\n',
  );
});

test('an image is shown all the same when nobody can say what uses it', async () => {
  const { out, err, code } = await spawn(['ami', 'show', shown.ami_id, '-o', 'json'], {
    answer: ({ path }) =>
      path.endsWith('/references') ? { status: 500, body: { name: 'X', detail: 'broken' } } : { body: shown },
  });
  expect([code, JSON.parse(out).used_by, err.includes('usage of the image is unknown')]).toEqual([0, undefined, true]);
});

test('of an image in a member account it is said that nobody reads what uses it, and nothing else is asked for', async () => {
  const { out, err, requests } = await show([], { ...shown, account: '222233334444', owner_id: '222233334444' });
  expect(out).toMatch(/Account +222233334444\n/);
  expect(err).toContain('usage of the image in account 222233334444 is unknown');
  expect(requests.map(({ path }) => path)).toEqual([`/v1/images/${shown.ami_id}`]);
});

test('an image is shown with where its copies are, and with what was done to it by whom', async () => {
  const { out } = await show([], shown);
  expect(out).toContain('eu-west-1  ami-0def4560def4560de  available\n');
  expect(out).toContain('2026-01-14T10:30:00Z  created  from i-0abc  by arn:aws:iam::123456789012:user/jo\n');
  expect(out).toContain('2026-01-16T02:00:00Z  vanished\n');
});

test('an image is shown with its key, and with how soon it was ready in each of its tests', async () => {
  const tests = [
    { build_id: 'b', instance_type: 'm7i.large', verdict: 'passed' as const, seconds_to_ready: 31, tested_at: '' },
    {
      build_id: 'b',
      instance_type: 'm7i.large',
      verdict: 'passed' as const,
      seconds_to_ready: 12,
      volume_initialization_rate: 300,
      tested_at: '',
    },
  ];
  const { out } = await show([], { ...shown, tests, encryption_key: 'arn:aws:kms:eu-west-1:123456789012:key/k' });
  expect(out).toMatch(/Ready +31s\n/);
  expect(out).toMatch(/Encrypted with +arn:aws:kms:eu-west-1:123456789012:key\/k\n/);
  expect(out).toContain('m7i.large  passed  at 300 MiB/s  ready after 12s\n');
});

test('an image is shown with what Amazon Inspector has found, which is unknown while it has told nothing', async () => {
  const findings = { critical: 1, high: 0, medium: 0, low: 3, instances: 2, seen_at: '2026-01-20T02:00:00.000Z' };
  expect((await show([], { ...shown, findings })).out).toContain(
    'Findings      1 critical and 3 low findings on 2 instances (Amazon Inspector, 2026-01-20T02:00:00.000Z)\n',
  );
  expect((await show([], shown)).out).toContain('Findings      no Inspector findings reported yet\n');
  expect(JSON.parse((await show(['-o', 'json'], { ...shown, findings })).out).findings).toEqual(findings);
});

test('an image is shown with what is known of its packages, the worst first', async () => {
  const worst = [
    { id: 'CVE-2024-2961', severity: 'high' as const, package: 'glibc', installed: '2.34-52', fixed: '2.34-53' },
    { id: 'CVE-2023-4641', severity: 'medium' as const, package: 'login', installed: '4.8.1' },
  ];
  const package_scan = {
    scanned_at: '2026-01-20T02:00:00.000Z',
    findings: { critical: 0, high: 1, medium: 1, low: 0 },
    worst,
  };
  const { out } = await show([], { ...shown, package_scan });
  expect(out).toMatch(/Packages +1 high and 1 medium findings in packages \(compared 2026-01-20T02:00:00.000Z\)\n/);
  expect(out).toContain('high      CVE-2024-2961 in glibc 2.34-52 (fixed in 2.34-53)\n');
  expect(out).toContain('medium    CVE-2023-4641 in login 4.8.1 (no fixed version yet)\n');
  expect(JSON.parse((await show(['-o', 'json'], { ...shown, package_scan })).out)).toMatchObject({ package_scan });
  expect(
    (await show([], { ...shown, package_scan: { scanned_at: '2026-01-20T02:00:00.000Z', unknown: 'nobody answered' } }))
      .out,
  ).toMatch(/Packages +unknown: nobody answered/);
  expect((await show([], shown)).out).not.toContain('Packages');
});

test('an image without copies has no such part', async () => {
  expect((await show([], { ...shown, replicas: [] })).out).not.toContain('Replicas');
  expect(
    (
      await show([], {
        ...shown,
        revocation: { at: '2026-01-20T00:00:00Z', reason: 'CVE-2026-1', launch_permissions: [] },
      })
    ).out,
  ).toMatch(/Status +\[revoked\]\nRevoked +2026-01-20T00:00:00Z: CVE-2026-1\n/);
});

test('programs get both as they are', async () => {
  expect(JSON.parse((await show(['-o', 'json'], shown)).out)).toMatchObject({
    replicas: shown.replicas,
    events: shown.events,
  });
});
