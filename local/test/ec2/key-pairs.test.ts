import { createPrivateKey } from 'node:crypto';
import { amazonLinux, codeOf, kit } from './kit';

const opened = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' };
const launch = { ImageId: amazonLinux, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 };

describe('Key pairs', () => {
  test('are made once, tell their private key once, and may be given to instances until they are deleted', async () => {
    const { call } = kit();
    const { KeyMaterial, KeyPairId } = await call('CreateKeyPair', { KeyName: 'packer' });
    expect(createPrivateKey(KeyMaterial).asymmetricKeyType).toBe('rsa');
    expect(await codeOf(call('CreateKeyPair', { KeyName: 'packer' }))).toBe('InvalidKeyPair.Duplicate');
    const { KeyPairs } = await call('DescribeKeyPairs', { KeyNames: ['packer'] });
    expect(KeyPairs).toEqual([
      expect.objectContaining({ KeyName: 'packer', KeyPairId, KeyFingerprint: expect.stringMatching(/^(..:){19}..$/) }),
    ]);
    expect(KeyPairs[0]).not.toHaveProperty('KeyMaterial');
    expect((await call('RunInstances', { ...launch, KeyName: 'packer' })).Instances).toHaveLength(1);
    await call('DeleteKeyPair', { KeyName: 'packer' });
    expect(await codeOf(call('RunInstances', { ...launch, KeyName: 'packer' }))).toBe('InvalidKeyPair.NotFound');
    expect(await codeOf(call('DescribeKeyPairs', { KeyNames: ['packer'] }))).toBe('InvalidKeyPair.NotFound');
  });

  test('that do not exist are deleted with success', async () => {
    expect(await kit().call('DeleteKeyPair', { KeyName: 'nobody' })).toEqual({ Return: true });
  });

  test('can be brought along as a public key, and nothing else can', async () => {
    const { call } = kit();
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me';
    await call('ImportKeyPair', { KeyName: 'mine', PublicKeyMaterial: Buffer.from(key) });
    const wrong = call('ImportKeyPair', { KeyName: 'other', PublicKeyMaterial: Buffer.from('hello') });
    expect(await codeOf(wrong)).toBe('InvalidKey.Format');
  });
});

describe('Security groups', () => {
  const make = (call: ReturnType<typeof kit>['call'], name = 'packer') =>
    call('CreateSecurityGroup', { GroupName: name, Description: 'temporary', VpcId: '' });

  test('of one name exist once in a network, and the default network is meant where none is named', async () => {
    const { call } = kit();
    const { GroupId } = await make(call);
    expect(await codeOf(make(call))).toBe('InvalidGroup.Duplicate');
    const [{ VpcId, IpPermissions }] = (await call('DescribeSecurityGroups', { GroupIds: [GroupId] })).SecurityGroups;
    expect((await call('DescribeVpcs', { VpcIds: [VpcId] })).Vpcs[0].IsDefault).toBe(true);
    expect(IpPermissions).toEqual([]);
  });

  test('take a rule once and give it back once', async () => {
    const { call } = kit();
    const { GroupId } = await make(call);
    await call('AuthorizeSecurityGroupIngress', { GroupId, ...opened });
    const again = call('AuthorizeSecurityGroupIngress', { GroupId, ...opened });
    expect(await codeOf(again)).toBe('InvalidPermission.Duplicate');
    const { IpProtocol, FromPort, ToPort, CidrIp } = opened;
    const listed = { IpPermissions: [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }] };
    await call('RevokeSecurityGroupIngress', { GroupId, ...listed });
    const gone = call('RevokeSecurityGroupIngress', { GroupId, ...listed });
    expect(await codeOf(gone)).toBe('InvalidPermission.NotFound');
  });

  test('cannot be deleted while an instance uses them, nor when they are the default', async () => {
    const { call, clock } = kit();
    const { GroupId } = await make(call);
    const { Instances } = await call('RunInstances', { ...launch, SecurityGroupIds: [GroupId] });
    expect(await codeOf(call('DeleteSecurityGroup', { GroupId }))).toBe('DependencyViolation');
    await clock.advance(60_000);
    await call('TerminateInstances', { InstanceIds: [Instances[0].InstanceId] });
    await clock.advance(60_000);
    await call('DeleteSecurityGroup', { GroupId });
    const { SecurityGroups } = await call('DescribeSecurityGroups', {
      Filters: [{ Name: 'group-name', Values: ['default'] }],
    });
    expect(await codeOf(call('DeleteSecurityGroup', { GroupId: SecurityGroups[0].GroupId }))).toBe('CannotDelete');
  });
});
