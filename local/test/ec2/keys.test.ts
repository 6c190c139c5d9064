import type { EncryptionKey } from '../../services/ec2/state/options';
import { account, amazonLinux, codeOf, kit, type Kit } from './kit';

const arnOf = (region: string) => `arn:aws:kms:${region}:${account}:key/team`;
/** One key of the account, in one region. */
const keyIn =
  (home: string, more: Partial<EncryptionKey> = {}) =>
  (region: string, name: string): EncryptionKey | undefined => {
    if (name === 'alias/aws/ebs') return { arn: `arn:aws:kms:${region}:${account}:key/aws`, manager: 'AWS' };
    return region === home && ['team', arnOf(home)].includes(name)
      ? { arn: arnOf(home), manager: 'CUSTOMER', ...more }
      : undefined;
  };
const withKey = {
  ImageId: amazonLinux,
  InstanceType: 'm7i.large',
  MinCount: 1,
  MaxCount: 1,
  BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true, KmsKeyId: 'team' } }],
};
const copyTo = async ({ call, clock, image }: Kit, region: string) => {
  const SourceImageId = await image('pytorch');
  const asked = { SourceImageId, SourceRegion: 'us-east-1', Name: 'copy', Encrypted: true, KmsKeyId: 'team' };
  const { ImageId } = await call('CopyImage', asked, region);
  await clock.advance(3_600_000);
  return (await call('DescribeImages', { ImageIds: [ImageId] }, region)).Images[0];
};
const snapshotKeys = async ({ call }: Kit, region: string): Promise<string[]> =>
  (await call('DescribeSnapshots', { OwnerIds: ['self'] }, region)).Snapshots.map(
    ({ KmsKeyId }: { KmsKeyId: string }) => KmsKeyId,
  );

test('a key that a launch names encrypts the volume, and the snapshot that is made of it', async () => {
  const ec2 = kit({ encryptionKey: keyIn('us-east-1') });
  const InstanceId = await ec2.launch(withKey);
  await ec2.call('CreateImage', { InstanceId, Name: 'pytorch', NoReboot: true });
  expect(await snapshotKeys(ec2, 'us-east-1')).toEqual([arnOf('us-east-1')]);
});

test('a key that cannot be used ends the instance after its launch has succeeded', async () => {
  const { call, clock } = kit({ encryptionKey: keyIn('us-east-1', { enabled: false }) });
  const { Instances } = await call('RunInstances', withKey);
  await clock.advance(60_000);
  const found = await call('DescribeInstances', { InstanceIds: [Instances[0].InstanceId] });
  expect(found.Reservations[0].Instances[0]).toMatchObject({
    State: { Name: 'terminated' },
    StateReason: { Message: expect.stringContaining('is disabled') },
  });
});

test('a spot instance ends when neither a grant nor the policy of its key names the role of spot', async () => {
  const endOf = async (more: Partial<EncryptionKey>): Promise<string> => {
    const { call, clock } = kit({ spotRole: true, encryptionKey: keyIn('us-east-1', more) });
    const { Instances } = await call('RunInstances', { ...withKey, InstanceMarketOptions: { MarketType: 'spot' } });
    await clock.advance(60_000);
    const found = await call('DescribeInstances', { InstanceIds: [Instances[0].InstanceId] });
    return found.Reservations[0].Instances[0].State.Name;
  };
  const AWS = `arn:aws:iam::${account}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`;
  const ofAccount = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: '*', Resource: '*' };
  const policy = (...more: object[]) => ({ policy: { Statement: [ofAccount, ...more] } }) as Partial<EncryptionKey>;
  expect(await endOf(policy())).toBe('terminated');
  expect(await endOf(policy({ ...ofAccount, Principal: { AWS } }))).toBe('running');
});

test('a copy is encrypted with a key of its own region', async () => {
  const ec2 = kit({ encryptionKey: keyIn('eu-west-1') });
  expect(await copyTo(ec2, 'eu-west-1')).toMatchObject({ State: 'available' });
  expect(await snapshotKeys(ec2, 'eu-west-1')).toEqual([arnOf('eu-west-1')]);
});

test('a copy fails after its call has succeeded when EC2 cannot use its key', async () => {
  const reason = expect.stringContaining('is disabled');
  const copy = await copyTo(kit({ encryptionKey: keyIn('eu-west-1', { enabled: false }) }), 'eu-west-1');
  expect(copy).toMatchObject({ State: 'failed', StateReason: { Message: reason } });
});

test('EC2 uses a key for the caller, through itself and in that region', async () => {
  const { authorized, call } = kit({ encryptionKey: keyIn('us-east-1') });
  expect(await codeOf(call('RunInstances', withKey))).toBe('no error');
  const ofKey = authorized.filter(({ action }) => action.startsWith('kms:'));
  expect(ofKey.map(({ action }) => action)).toContain('kms:GenerateDataKeyWithoutPlaintext');
  expect(new Set(ofKey.map(({ context }) => context['kms:ViaService']))).toEqual(
    new Set(['ec2.us-east-1.amazonaws.com']),
  );
});
