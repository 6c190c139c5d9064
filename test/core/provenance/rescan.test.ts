import { packageScan } from '../../../core/provenance/package-scan';
import { isSameScan, releasesToScan } from '../../../core/provenance/rescan';
import type { Image } from '../../../core/model/image';
import { daysAgo, image, now } from '../kit/images';

const made = (ami_id: string, version: string, more: Partial<Image> = {}) =>
  image({ ami_id, version, build_id: `b-${ami_id}`, packages_key: `builds/b-${ami_id}/packages.txt`, ...more });
const scanned = (days: number) => ({
  package_scan: { scanned_at: daysAgo(days), findings: { critical: 0, high: 0, medium: 0, low: 0 } },
});
const chosen = (images: Image[], promoted: string[] = []) =>
  releasesToScan(images, {
    stacks: new Set(['pytorch']),
    promoted: new Set(promoted),
    deployment: 'dev@us-east-1',
  }).map((each) => [each.source.ami_id, ...each.images.map(({ ami_id }) => ami_id)]);

test('the newest usable release of each variant is compared again, with all its copies, and what a channel points to', () => {
  const copy = image({ ami_id: 'ami-9', version: '2.0', region: 'eu-west-1', replicated_from: 'ami-2' });
  const images = [
    made('ami-1', '1.0'),
    made('ami-2', '2.0'),
    copy,
    made('ami-3', '3.0', { deprecated: true }),
    made('ami-4', '1.0', { variant: 'arm64' }),
  ];
  expect(chosen(images)).toEqual([
    ['ami-2', 'ami-2', 'ami-9'],
    ['ami-4', 'ami-4'],
  ]);
  expect(chosen(images, ['ami-1']).map(([source]) => source)).toEqual(
    expect.arrayContaining(['ami-1', 'ami-2', 'ami-4']),
  );
});

test('what was compared longest ago comes first, and what never was before that', () => {
  const variants = [
    made('ami-1', '1.0', { variant: 'a', ...scanned(1) }),
    made('ami-2', '1.0', { variant: 'b' }),
    made('ami-3', '1.0', { variant: 'c', ...scanned(5) }),
  ];
  expect(chosen(variants).map(([source]) => source)).toEqual(['ami-2', 'ami-3', 'ami-1']);
});

test('other stacks, other deployments, and what no build wrote a list for are left out', () => {
  expect(
    chosen([
      made('ami-1', '1.0', { stack: 'genomics' }),
      made('ami-2', '1.0', { deployment: 'prod@us-east-1' }),
      image({ ami_id: 'ami-3' }),
    ]),
  ).toEqual([]);
});

test('two comparisons are the same when they found the same, whenever they were made', () => {
  const found = {
    counts: { critical: 0, high: 1, medium: 0, low: 0 },
    vulnerabilities: [{ id: 'CVE-1', severity: 'high' as const, package: 'bash', installed: '5' }],
  };
  const before = packageScan(found, new Date(daysAgo(1)), { key: 'old', digest: 'd' });
  expect([
    isSameScan(before, packageScan(found, now)),
    isSameScan(before, packageScan('nobody answered', now)),
    isSameScan(undefined, before),
  ]).toEqual([true, false, false]);
  expect(
    isSameScan(
      before,
      packageScan({ ...found, vulnerabilities: [{ ...found.vulnerabilities[0]!, id: 'CVE-2' }] }, now),
    ),
  ).toBe(false);
});
