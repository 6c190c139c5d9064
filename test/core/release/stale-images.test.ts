import fc from 'fast-check';
import type { Image } from '../../../core/model/image';
import { groupReleases } from '../../../core/release/group';
import { policyOf, type StackPolicyMembers } from '../../../core/stack/policy';
import { lostLastUsable, staleReleases } from '../../../core/release/stale-images';
import { tagKeys } from '../../../core/tags';
import { isUsable } from '../../../core/image/usability';
import { daysAgo, image, now } from '../kit/images';

const plan = (images: Image[], policy: StackPolicyMembers = {}, promoted: string[] = []) =>
  staleReleases(groupReleases(images), policyOf({ policy }), new Set(promoted), now);
const told = (images: Image[], policy?: StackPolicyMembers, promoted?: string[]) => {
  const { deprecate, kept } = plan(images, policy, promoted);
  return {
    deprecate: deprecate.map(({ release, reason, replacement }) => [release.release, reason, replacement?.release]),
    kept: kept.map(({ release, because }) => [release.release, because]),
  };
};
const made = (ami_id: string, version: string, days: number, more: Partial<Image> = {}) =>
  image({ ami_id, name: `pytorch-${version}`, version, creation_date: daysAgo(days), ...more });

describe('what the night deprecates', () => {
  const [old, newer] = [made('ami-1', '1.0', 30), made('ami-2', '2.0', 8)];

  test('the release before a newer one, once the grace is over, with the newer one as its replacement', () => {
    expect(told([old, newer], { supersede_grace_days: 7 }).deprecate).toEqual([
      ['ami-1', 'Superseded by pytorch-2.0', 'ami-2'],
    ]);
    expect(told([old, newer], { supersede_grace_days: 9 }).deprecate).toEqual([]);
    expect(told([old, newer]).deprecate).toEqual([]);
  });

  test('not the newer one for a correction of the older version, nor one of another variant', () => {
    expect(told([newer, made('ami-3', '1.1', 5)], { supersede_grace_days: 0 }).deprecate).toEqual([]);
    expect(told([old, made('ami-3', '2.0', 8, { variant: 'arm64' })], { supersede_grace_days: 0 }).deprecate).toEqual(
      [],
    );
  });

  test('what is older than the policy allows, but never the last usable one, and the report says so', () => {
    expect(told([made('ami-1', '1.0', 120), made('ami-2', '2.0', 100)])).toEqual({
      deprecate: [['ami-1', 'Older than 90 days', 'ami-2']],
      kept: [['ami-2', 'it is the last usable release of x86_64 in us-east-1']],
    });
    expect(told([made('ami-1', '1.0', 120)], { deprecate_after_days: null })).toEqual({ deprecate: [], kept: [] });
  });

  test('what has findings of the policy’s severity or a worse one, in any region, with a newer release that has none as its replacement', () => {
    const findings = (critical: number, high: number) => ({
      findings: { critical, high, medium: 1, low: 1, instances: 1, seen_at: daysAgo(1) },
    });
    const copy = made('ami-9', '1.0', 29, { region: 'eu-west-1', replicated_from: 'ami-1', ...findings(2, 1) });
    const elsewhere = made('ami-8', '2.0', 7, { region: 'eu-west-1', replicated_from: 'ami-2' });
    const reason = 'Amazon Inspector reports 2 critical and 1 high findings on 1 instance of ami-9';
    expect(told([old, copy, newer, elsewhere], { deprecate_on_findings: 'critical' })).toEqual({
      deprecate: [['ami-1', reason, 'ami-2']],
      kept: [],
    });
    expect(
      told([old, copy, { ...newer, ...findings(1, 0) }, elsewhere, made('ami-3', '3.0', 1)], {
        deprecate_on_findings: 'high',
      }).deprecate[0]?.[2],
    ).toBe('ami-3');
    expect(told([old, copy, newer, elsewhere]).deprecate).toEqual([]);
    const inPackages = {
      ...old,
      package_scan: { scanned_at: daysAgo(1), findings: { critical: 1, high: 0, medium: 0, low: 0 } },
    };
    expect(told([inPackages, newer], { deprecate_on_findings: 'critical' }).deprecate).toEqual([
      ['ami-1', 'Amazon Inspector reports 1 critical finding in packages of ami-1', 'ami-2'],
    ]);
    const high = [old, { ...copy, ...findings(0, 4) }, newer, elsewhere];
    expect(told(high, { deprecate_on_findings: 'critical' }).deprecate).toEqual([]);
    expect(told(high, { deprecate_on_findings: 'high' }).deprecate).toHaveLength(1);
    expect(told([old, copy], { deprecate_on_findings: 'critical' }).kept).toEqual([
      ['ami-1', 'it is the last usable release of x86_64 in us-east-1, x86_64 in eu-west-1'],
    ]);
  });

  test('no release that alone is usable in one of its regions', () => {
    const copy = made('ami-9', '1.0', 30, { region: 'eu-west-1', replicated_from: 'ami-1' });
    expect(told([old, copy, newer], { supersede_grace_days: 0 })).toEqual({
      deprecate: [],
      kept: [['ami-1', 'it is the last usable release of x86_64 in eu-west-1']],
    });
  });

  test('nothing that is to be kept or that a channel points to', () => {
    for (const value of ['true', 'True', 'until March']) {
      expect(told([{ ...old, tags: { [tagKeys.keep]: value } }, newer], { supersede_grace_days: 0 })).toEqual({
        deprecate: [],
        kept: [],
      });
    }
    expect(told([old, newer], { supersede_grace_days: 0 }, ['ami-1'])).toEqual({
      deprecate: [],
      kept: [['ami-1', 'a channel points to it']],
    });
  });

  test('leaves every variant a usable image in every region that had one, and is done after once', () => {
    const any = fc.array(
      fc.record({
        version: fc.constantFrom('1.0', '1.1', '2.0', '3.0'),
        days: fc.integer({ min: 0, max: 200 }),
        variant: fc.constantFrom('x86_64', 'arm64'),
        region: fc.constantFrom('us-east-1', 'eu-west-1', 'us-west-2'),
        deprecated: fc.boolean(),
        of: fc.option(fc.nat(9)),
        keep: fc.boolean(),
        critical: fc.integer({ min: 0, max: 1 }),
        high: fc.integer({ min: 0, max: 2 }),
      }),
      { maxLength: 12 },
    );
    const policies = fc.record({
      supersede_grace_days: fc.option(fc.integer({ min: 0, max: 60 })),
      deprecate_after_days: fc.option(fc.integer({ min: 1, max: 120 })),
      deprecate_on_findings: fc.constantFrom(null, 'critical' as const, 'high' as const),
    });
    fc.assert(
      fc.property(any, policies, (list, policy) => {
        const images = list.map(({ of, keep, days, critical, high, ...more }, index) =>
          made(`ami-${index}`, more.version, days, {
            ...more,
            findings: { critical, high, medium: 0, low: 0, instances: 1, seen_at: daysAgo(1) },
            ...(of !== null && of < index && { replicated_from: `ami-${of}` }),
            tags: keep ? { [tagKeys.keep]: 'true' } : {},
          }),
        );
        const chosen = new Set(
          plan(images, policy).deprecate.flatMap((stale) => stale.images.map(({ ami_id }) => ami_id)),
        );
        const after = images.map((each) => (chosen.has(each.ami_id) ? { ...each, deprecated: true } : each));
        const key = (each: Image) => `${each.variant} ${each.region}`;
        expect(new Set(after.filter(isUsable).map(key))).toEqual(new Set(images.filter(isUsable).map(key)));
        expect(plan(after, policy).deprecate).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

test('a change that leaves a variant without a usable image in a region says so', () => {
  expect(lostLastUsable([image()], [image({ deprecated: true })])).toEqual([
    'no usable image of pytorch x86_64 in us-east-1 is left: launches by stack fail there until another is published',
  ]);
  expect(lostLastUsable([image(), image({ ami_id: 'ami-2' })], [image({ deprecated: true })])).toEqual([]);
});
