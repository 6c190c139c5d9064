import { keysOfCopies } from '../../../core/replication/keys';
import { judgeReplication, planReplication } from '../../../core/replication/plan';
import { image, named } from '../kit/images';

const source = image();
const usualSeconds = 86_580;
const planned = (
  request: Pick<
    Parameters<typeof planReplication>[0],
    'replicas' | 'regions' | 'members' | 'keys' | 'test' | 'completeWithinMinutes'
  >,
) => planReplication({ source, usualSeconds, ...request });
const replica = (region: string, changes = {}) =>
  image({ ami_id: `ami-${region}`, region, replicated_from: 'ami-1', ...changes });

test('only what is missing is copied, and each region asked for has an outcome', () => {
  const replicas = [
    replica('eu-west-1'),
    replica('us-west-2', { state: 'pending', lifecycle: 'candidate' }),
    replica('ap-south-1', { state: 'failed' }),
  ];
  const plan = planned({
    replicas,
    regions: ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-south-1', 'sa-east-1', 'sa-east-1'],
  });
  expect(plan.copies).toEqual(
    ['ap-south-1', 'sa-east-1'].map((region) => ({
      region,
      name: source.name,
      wait_seconds: usualSeconds,
      has_test: false,
      tests: [],
    })),
  );
  expect(plan.outcomes.map(({ region, status }) => [region, status])).toEqual([
    ['eu-west-1', 'available'],
    ['us-west-2', 'copying'],
    ['ap-south-1', 'planned'],
    ['sa-east-1', 'planned'],
  ]);
});

test('a copy has the key of its region, and tests whose names tell the regions apart', () => {
  const keys = { 'ap-south-1': 'arn:aws:kms:ap-south-1:123456789012:key/1' };
  const { copies } = planned({
    replicas: [],
    regions: ['ap-south-1', 'sa-east-1'],
    keys,
    test: { key: 'files/1', instance_types: ['m7i.large', 'm6i.large'], timeout_seconds: 300 },
  });
  expect(copies.map(({ kms_key, tests }) => [kms_key, tests.map(({ name }) => name)])).toEqual([
    [keys['ap-south-1'], ['test-ap-south-1-m7i.large', 'test-ap-south-1-m6i.large']],
    [undefined, ['test-sa-east-1-m7i.large', 'test-sa-east-1-m6i.large']],
  ]);
});

test('copies in member accounts are apart from those at home, without tests, and with keys of their own account only', () => {
  const [region, account] = ['eu-west-1', '222233334444'];
  const keyOf = (owner: string) => ({ [region]: `arn:aws:kms:${region}:${owner}:key/1` });
  const ask = (replicas: ReturnType<typeof image>[], keys: Record<string, string>) =>
    planned({
      replicas,
      regions: [region],
      members: [{ region, account }],
      keys,
      test: { key: 'files/1', instance_types: ['m7i.large'], timeout_seconds: 300 },
    });
  expect(ask([replica(region)], keyOf(account)).copies).toEqual([
    {
      region,
      account,
      name: source.name,
      kms_key: keyOf(account)[region],
      wait_seconds: usualSeconds,
      has_test: false,
      tests: [],
    },
  ]);
  expect(ask([replica(region)], keyOf('123456789012')).copies).toEqual([
    { region, account, name: source.name, wait_seconds: usualSeconds, has_test: false, tests: [] },
  ]);
  expect(ask([replica(region, { account })], {}).copies.map((copy) => copy.account)).toEqual([undefined]);
  expect(() =>
    judgeReplication(
      [
        { region, status: 'available' },
        { region, account, status: 'failed', error: 'CopyFailed' },
      ],
      'op-1',
    ),
  ).toThrow(`${region} of account ${account} (CopyFailed)`);
});

test('the key that is named comes before the policy’s, and none is named in vain', () => {
  expect(
    keysOfCopies(
      ['eu-west-1', 'us-west-2'],
      { 'eu-west-1': 'mine' },
      { 'eu-west-1': 'policy', 'us-west-2': 'west', 'sa-east-1': 'unused' },
    ),
  ).toEqual({ 'eu-west-1': 'mine', 'us-west-2': 'west' });
  expect(() => keysOfCopies(['eu-west-1'], { 'us-west-2': 'west' })).toThrow('us-west-2');
});

test('a copy that is to be complete in time is waited for as long as all of them may take one after the other', () => {
  const waits = (completeWithinMinutes?: number, regions = ['eu-west-1', 'us-west-2']) =>
    planned({ replicas: [], regions, completeWithinMinutes }).copies.map(
      ({ complete_within_minutes, wait_seconds }) => [complete_within_minutes, wait_seconds],
    );
  expect(waits(30)).toEqual([
    [30, usualSeconds],
    [30, usualSeconds],
  ]);
  expect(waits(2880)).toEqual([
    [2880, 2 * 2880 * 60 + 3600],
    [2880, 2 * 2880 * 60 + 3600],
  ]);
  expect(waits(undefined, ['eu-west-1'])).toEqual([[undefined, usualSeconds]]);
});

test.each(['disabled', 'vanished', 'deregistered', 'invalid'] as const)('a copy that is %s is made again', (state) => {
  expect(planned({ replicas: [replica('eu-west-1', { state })], regions: ['eu-west-1'] }).copies).toHaveLength(1);
});

test('a copy that is available and was never published is made again', () => {
  expect(
    planned({ replicas: [replica('eu-west-1', { lifecycle: 'candidate' })], regions: ['eu-west-1'] }).copies,
  ).toHaveLength(1);
});

test('when every region has its copy nothing is wrong', () => {
  expect(() => judgeReplication([{ region: 'eu-west-1', status: 'available' }], 'op-1')).not.toThrow();
});

test('one region that is missing is told of in the singular, and no others where there are none', () => {
  expect(() => judgeReplication([{ region: 'eu-west-1', status: 'copying' }], 'op-1')).toThrow(
    named('ReplicationIncomplete', '1 of 1 regions has no copy after op-1: eu-west-1 (still copying). Replicate again'),
  );
});

test('what is missing is listed with its reason', () => {
  const outcomes = [
    { region: 'eu-west-1', status: 'available' as const },
    { region: 'us-west-2', status: 'failed' as const, error: 'CopyFailed', message: 'no key' },
    { region: 'sa-east-1', status: 'copying' as const },
  ];
  expect(() => judgeReplication(outcomes, 'op-1')).toThrow(
    named(
      'ReplicationIncomplete',
      '2 of 3 regions have no copy after op-1: us-west-2 (CopyFailed: no key); sa-east-1 (still copying)',
    ),
  );
});
