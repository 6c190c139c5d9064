import fc from 'fast-check';
import { parseRequest } from '../../../core/lib/parse-request';
import { answerOfStacks, setStackRequest } from '../../../core/api/contract/stack';
import { changedPolicy, policyOf, type StackPolicyMembers, type StackPolicyRecord } from '../../../core/stack/policy';
import { daysAgo, image, named } from '../kit/images';

const record = (policy: StackPolicyMembers, stack = 'pytorch'): StackPolicyRecord => ({
  stack,
  policy,
  updated_at: daysAgo(1),
  updated_by: 'arn',
  revision: 1,
});

describe('the policy of a stack', () => {
  test('for which nobody has set anything deprecates after 90 days and removes nothing', () => {
    expect(policyOf(undefined)).toMatchObject({
      deprecate_after_days: 90,
      supersede_grace_days: null,
      deprecate_on_findings: null,
      scan_packages: null,
      test_replicas: false,
      pause_after_failures: 3,
      cleanup: { enabled: false, keep_latest: 2, minimum_age_days: 14 },
    });
  });

  test('has the defaults for what nobody has set, in the cleanup too', () => {
    expect(policyOf(record({ deprecate_after_days: null, cleanup: { enabled: true } }))).toMatchObject({
      deprecate_after_days: null,
      cleanup: { enabled: true, deprecated_days: 180 },
    });
  });

  test('changes in the members that are named only; null takes one back, never switches it off', () => {
    const set = { deprecate_after_days: 30, test_replicas: true, cleanup: { enabled: true, keep_latest: 5 } };
    expect(
      changedPolicy(set, { deprecate_after_days: 'never', supersede_grace_days: 7, cleanup: { keep_latest: null } }),
    ).toEqual({ deprecate_after_days: null, supersede_grace_days: 7, test_replicas: true, cleanup: { enabled: true } });
    expect(changedPolicy(set, { deprecate_after_days: null, cleanup: null })).toEqual({ test_replicas: true });
  });

  test('keeps the keys of other regions, and forgets a key that is taken away', () => {
    const set = { encryption_keys: { 'us-east-1': 'a', 'eu-west-1': 'b' } };
    expect(changedPolicy(set, { encryption_keys: { 'eu-west-1': null, 'us-west-2': 'c' } })).toEqual({
      encryption_keys: { 'us-east-1': 'a', 'us-west-2': 'c' },
    });
    expect(changedPolicy(set, { encryption_keys: { 'eu-west-1': null, 'us-east-1': null } })).toEqual({});
  });

  test('is the same after the same change twice', () => {
    const days = fc.option(fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant('never' as const)), { freq: 3 });
    const change = fc.record(
      {
        deprecate_after_days: days,
        supersede_grace_days: days,
        cleanup: fc.option(fc.record({ keep_latest: fc.option(fc.integer({ min: 1, max: 9 })) }, { requiredKeys: [] })),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, change, (first, second) => {
        const once = changedPolicy(changedPolicy({}, first), second);
        expect(changedPolicy(once, second)).toEqual(once);
      }),
    );
  });

  test.each([
    [{ deprecate_afterdays: 3 }, "there is no field 'deprecate_afterdays'"],
    [{ deprecate_after_days: 0 }, 'deprecate_after_days'],
    [{ cleanup: { keep: 3 } }, 'keep'],
    [{ regions: ['Frankfurt'] }, 'not a region'],
    [{ encryption_keys: { 'eu-west-1': 'key' } }, 'not the ARN of a KMS key'],
    [{ volume_initialization_rate: 50 }, '100 to 300'],
    [{ complete_within_minutes: 20 }, 'a multiple of 15 minutes'],
    [{ complete_within_minutes: 2895 }, '48 hours'],
  ])('refuses %j', (body, sentence) =>
    expect(() => parseRequest(setStackRequest, body)).toThrow(named('InvalidRequest', sentence)),
  );
});

test('the list has every stack with images that are there or with a policy, and counts what is usable', () => {
  const images = [
    image(),
    image({ ami_id: 'ami-2', deprecated: true, region: 'eu-west-1' }),
    image({ ami_id: 'ami-3', stack: 'gone', state: 'vanished' }),
    image({ ami_id: 'ami-4', lifecycle: 'candidate' }),
  ];
  expect(answerOfStacks([record({}, 'planned')], images).map(({ stack, images: counts }) => [stack, counts])).toEqual([
    ['planned', { total: 0, usable: 0, deprecated: 0, regions: [] }],
    ['pytorch', { total: 2, usable: 1, deprecated: 1, regions: ['eu-west-1', 'us-east-1'] }],
  ]);
});
