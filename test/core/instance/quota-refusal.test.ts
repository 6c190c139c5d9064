import { statusOfError } from '../../../core/errors';
import { quotaRefusal } from '../../../core/instance/quota-refusal';

test.each([
  ['VolumeLimitExceeded', 'L-7A658B76'],
  ['MaxIOPSLimitExceeded', 'L-8D977E7E'],
  ['SnapshotLimitExceeded', 'L-309BACF6'],
  ['NetworkInterfaceLimitExceeded', 'L-DF5E4CA3'],
  ['PendingSnapshotLimitExceeded', 'pending snapshots'],
  ['ConcurrentSnapshotLimitExceeded', 'concurrent snapshots'],
])("EC2's refusal %s is QuotaExceeded with EC2's words, the quota and the region", (name, quota) => {
  const refused = quotaRefusal({ name, message: 'You have reached the limit.' }, 'eu-west-1');
  expect(refused).toMatchObject({ name: 'QuotaExceeded', details: { region: 'eu-west-1', aws_error: name } });
  for (const told of [name, 'You have reached the limit.', quota, 'eu-west-1', 'Service Quotas'])
    expect(refused?.message).toContain(told);
});

test('another refusal is none of a quota', () => {
  for (const name of ['InvalidParameterValue', 'constructor'])
    expect(quotaRefusal({ name, message: 'no' }, 'eu-west-1')).toBeUndefined();
});

test('a launch that finds no room is answered as one that may go better later', () => {
  expect([statusOfError('InsufficientCapacity'), statusOfError('QuotaExceeded')]).toEqual([503, 409]);
});
