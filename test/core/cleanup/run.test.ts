import type { CleanupCode, CleanupEntry } from '../../../core/cleanup/request';
import { countsOf, firstToGo, regionOf, whatIsMissing, type Removal } from '../../../core/cleanup/run';
import { concludeCleanupInput, removeImagesInput, storePlanInput } from '../../../core/cleanup/step-inputs';
import { daysAgo } from '../kit/images';

const entry = (id: string, changes: Partial<CleanupEntry> = {}): CleanupEntry => ({
  kind: 'image',
  id,
  region: 'us-east-1',
  name: id,
  creation_date: daysAgo(100),
  size_gb: 8,
  decision: 'remove',
  reasons: [],
  codes: [],
  unmanaged: false,
  snapshots: [],
  ...changes,
});
const removal = (status: Removal['status']) => ({ status }) as Removal;

test('of what may not go all at once, the oldest go first, by id among equals, and what stays never goes', () => {
  const entries = [
    entry('b'),
    entry('young', { creation_date: daysAgo(50) }),
    entry('a'),
    entry('kept', { creation_date: daysAgo(900), decision: 'keep' }),
    entry('old', { creation_date: daysAgo(500), stack: 'tool' }),
    entry('older', { creation_date: daysAgo(600), stack: 'tool' }),
  ];
  const first = (limit: number, most = 9) => firstToGo(entries, limit, () => most).map(({ id }) => id);
  expect(first(9)).toEqual(['older', 'old', 'a', 'b', 'young']);
  expect(first(3)).toEqual(['older', 'old', 'a']);
  expect(first(9, 1)).toEqual(['older', 'a']);
  expect(first(9, 0)).toEqual([]);
});

test('a region’s plan in short: what stays and why, what goes and what it saves, measured only if all of it is', () => {
  const keep = (id: string, ...codes: CleanupCode[]) => entry(id, { decision: 'keep', codes, monthly_cost_usd: 9 });
  const plan = [
    keep('a', 'keep-tag', 'latest'),
    keep('b', 'latest'),
    entry('c', { monthly_cost_usd: 0.404, measured: true }),
    entry('d', { monthly_cost_usd: 0.2, measured: false }),
    entry('e', { measured: true }),
  ];
  expect(regionOf('us-east-1', plan)).toEqual({
    region: 'us-east-1',
    keep: 2,
    remove: 3,
    monthly_saving_usd: 0.6,
    measured: false,
    kept_because: { 'keep-tag': 1, latest: 2 },
    found: [],
  });
});

test('removals are counted by how they ended; what is still marked is in no count', () => {
  expect(countsOf((['removed', 'removed', 'marked', 'taken-back', 'failed', 'removed'] as const).map(removal))).toEqual(
    {
      removed: 3,
      taken_back: 1,
      failed: 1,
    },
  );
});

test('an incomplete cleanup says which regions were not planned and which images are not as they were', () => {
  const planned = regionOf('us-east-1', []);
  const failed = (region: string) => ({ ...planned, region, error: 'EC2 denied v1.2 of DescribeImages.' });
  const images = [
    { id: 'ami-1', region: 'us-east-1' },
    { id: 'ami-2', region: 'us-west-2' },
  ];
  const unplanned =
    'nothing was removed in us-west-2, eu-west-1 because planning failed: EC2 denied v1.2 of DescribeImages. Correct the cause and plan again.';
  const disabled =
    'ami-1 in us-east-1, ami-2 in us-west-2 stays disabled or unprotected until the next cleanup or nightly run.';
  const regions = [planned, failed('us-west-2'), failed('eu-west-1')];
  expect(whatIsMissing([planned], [])).toBeUndefined();
  expect(whatIsMissing(regions, [])).toBe(unplanned);
  expect(whatIsMissing([planned], images)).toBe(disabled);
  expect(whatIsMissing(regions, images)).toBe(`${unplanned} ${disabled}`);
});

test('a step of the cleanup refuses an input without its cleanup, and drops what it does not know', () => {
  const [cleanup_id, error] = ['cln-1', { Error: 'InvalidRequest' }];
  const planned = [{ region: 'us-east-1', keep: 1, remove: 2, monthly_saving_usd: 0.4, found: ['ami-1'], error }];
  expect(storePlanInput.parse({ cleanup_id, planned, more: 1 })).toEqual({ cleanup_id, planned });
  expect(removeImagesInput.parse({ cleanup_id, only_disable: true })).toEqual({ cleanup_id, only_disable: true });
  expect(concludeCleanupInput.parse({ cleanup_id, error })).toEqual({ cleanup_id, error });
  for (const wrong of [undefined, '', 'c'.repeat(41)])
    expect(removeImagesInput.safeParse({ cleanup_id: wrong }).success).toBe(false);
});
