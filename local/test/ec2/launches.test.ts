import { amazonLinux, codeOf, kit } from './kit';

const one = { ImageId: amazonLinux, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 };
const instanceOf = async ({ call }: Pick<ReturnType<typeof kit>, 'call'>, id: string): Promise<any> =>
  (await call('DescribeInstances', { InstanceIds: [id] })).Reservations[0].Instances[0];

describe('a launch', () => {
  test('has a client token of 64 characters at most', async () => {
    const { call, ec2 } = kit();
    expect(await codeOf(call('RunInstances', { ...one, ClientToken: 'x'.repeat(65) }))).toBe('InvalidParameterValue');
    expect(ec2.instances('us-east-1')).toEqual([]);
    expect(await codeOf(call('RunInstances', { ...one, ClientToken: 'x'.repeat(64) }))).toBe('no error');
  });

  test('has user data of 16 KiB before it is encoded, and not a byte more', async () => {
    const { call } = kit();
    const UserData = (bytes: number) => Buffer.alloc(bytes, '#').toString('base64');
    expect(await codeOf(call('RunInstances', { ...one, UserData: UserData(16_385) }))).toBe('InvalidParameterValue');
    expect(await codeOf(call('RunInstances', { ...one, UserData: UserData(16_384) }))).toBe('no error');
  });

  test('has a volume that is as large as its snapshot at least', async () => {
    const { call } = kit();
    const [{ Ebs }] = (await call('DescribeImages', { ImageIds: [amazonLinux] })).Images[0].BlockDeviceMappings;
    const sized = (VolumeSize: number) => ({
      ...one,
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize } }],
    });
    await expect(call('RunInstances', sized(Ebs.VolumeSize - 1))).rejects.toMatchObject({
      code: 'InvalidBlockDeviceMapping',
      message: expect.stringContaining(`is smaller than snapshot '${Ebs.SnapshotId}'`),
    });
    expect(await codeOf(call('RunInstances', sized(Ebs.VolumeSize)))).toBe('no error');
  });

  test('takes no key pair of another region', async () => {
    const { call } = kit();
    await call('CreateKeyPair', { KeyName: 'mine', KeyType: 'ed25519' }, 'eu-west-1');
    expect(await codeOf(call('RunInstances', { ...one, KeyName: 'mine' }))).toBe('InvalidKeyPair.NotFound');
    await call('CreateKeyPair', { KeyName: 'mine', KeyType: 'ed25519' });
    expect(await codeOf(call('RunInstances', { ...one, KeyName: 'mine' }))).toBe('no error');
  });

  test('of a deprecated image succeeds by its id', async () => {
    const { call, clock, image } = kit();
    const ImageId = await image('pytorch');
    await call('EnableImageDeprecation', { ImageId, DeprecateAt: new Date(clock.now() + 60_000) });
    await clock.advance(86_400_000);
    expect((await call('RunInstances', { ...one, ImageId })).Instances).toHaveLength(1);
  });

  test('of an image with IMDSv2, which is never undone, requires tokens with a hop limit of 2', async () => {
    const { call, image, launch } = kit();
    const ImageId = await image('pytorch');
    await call('ModifyImageAttribute', { ImageId, ImdsSupport: { Value: 'v2.0' } });
    const back = call('ModifyImageAttribute', { ImageId, Attribute: 'imdsSupport', Value: '' });
    expect(await codeOf(back)).toBe('InvalidParameterValue');
    const { MetadataOptions } = await instanceOf({ call }, await launch({ ImageId }));
    expect(MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 });
  });

  test('of an image that names its instance types is refused on another type', async () => {
    const { call, image } = kit();
    const ImageId = await image('pytorch');
    const InstanceTypeSpecification = { SupportedInstanceTypes: ['g5.*'] };
    await call('ReplaceImageInstanceTypeSpecification', { ImageId, InstanceTypeSpecification });
    expect(await codeOf(call('RunInstances', { ...one, ImageId }))).toBe('InvalidParameterCombination');
    expect(await codeOf(call('RunInstances', { ...one, ImageId, InstanceType: 'g5.xlarge' }))).toBe('no error');
  });

  test('of a spot instance needs the role of spot in the account', async () => {
    const { call } = kit({ spotRole: false });
    const spot = { ...one, InstanceMarketOptions: { MarketType: 'spot' } };
    expect(await codeOf(call('RunInstances', spot))).toBe('AuthFailure.ServiceLinkedRoleCreationNotPermitted');
    expect(await codeOf(call('RunInstances', one))).toBe('no error');
  });
});

test('a termination with one unknown id ends none of the others', async () => {
  const { call, ec2, launch } = kit();
  const InstanceIds = [await launch(), 'i-0123456789abcdef0'];
  expect(await codeOf(call('TerminateInstances', { InstanceIds }))).toBe('InvalidInstanceID.NotFound');
  expect(ec2.instances('us-east-1').map(({ instance }) => instance.state)).toEqual(['running']);
});

test('an instance may be stopping for many minutes', async () => {
  const { call, clock, launch } = kit({ latencies: { instanceStop: [1_800_000, 1_800_000] } });
  const id = await launch();
  await call('StopInstances', { InstanceIds: [id] });
  await clock.advance(1_799_000);
  expect((await instanceOf({ call }, id)).State.Name).toBe('stopping');
  await clock.advance(1_000);
  expect((await instanceOf({ call }, id)).State.Name).toBe('stopped');
});
