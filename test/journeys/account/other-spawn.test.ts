import { home, localStack, minutes, type Journey } from '../../kit/journey';

/**
 * What spore-host/spawn sends, from its source: `doctor` (pkg/doctor/aws_prober.go), `launch` with a role of its own
 * (pkg/aws/iam.go) and `create-ami` (cmd/create_ami.go). Its module is no dependency of ours.
 */
const sent = {
  doctor: [
    ['ec2', 'DescribeInstances', { MaxResults: 5 }],
    ['iam', 'ListInstanceProfiles', { MaxItems: 1 }],
    ['ec2', 'DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] }],
    ['ssm', 'DescribeInstanceInformation', { MaxResults: 5 }],
    ['sts', 'GetCallerIdentity', {}],
  ],
  permissionToLaunch: {
    DryRun: true,
    MaxCount: 1,
    MinCount: 1,
    InstanceType: 't3.micro',
    ImageId: 'ami-00000000000000000',
  },
  roleName: 'spawn-instance-1a2b3c4d',
  trust: {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['ec2.amazonaws.com'] },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
      },
    ],
  },
  inlinePolicy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['ec2:DescribeTags', 'ec2:DescribeInstances'], Resource: '*' }],
  },
  tags: [
    { Key: 'spawn:managed', Value: 'true' },
    { Key: 'spawn:created', Value: '2026-06-01T12:00:00Z' },
  ],
  publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAID6Zxs5rUKF4snNAZb0hCMNdiDW131eZN9QMNBRptkRH somebody',
} as const;

describe('another spawn in the account', () => {
  let journey: Journey;
  const call = (service: string, action: string, input: object): Promise<any> =>
    journey.local.call(service, action, home, input);
  const refusal = (promise: Promise<unknown>): Promise<string> =>
    promise.then(
      () => 'taken',
      ({ code }: { code: string }) => code,
    );

  beforeAll(async () => {
    journey = await localStack({});
  });

  test.each(sent.doctor)('is answered when its doctor asks %s %s', async (service, action, input) => {
    expect(await call(service, action, input)).toMatchObject({});
  });

  test('learns that it may launch from a refusal of its image, and that its profile is not there yet', async () => {
    expect(await refusal(call('ec2', 'RunInstances', sent.permissionToLaunch))).toBe('InvalidAMIID.NotFound');
    const asked = { InstanceProfileName: 'spored-instance-profile' };
    expect(await refusal(call('iam', 'GetInstanceProfile', asked))).toBe('NoSuchEntity');
  });

  test('makes a role, a profile and a key pair, launches with them, and its image is in our list as soon as EC2 has it', async () => {
    const { roleName: RoleName, tags: Tags } = sent;
    expect(await refusal(call('iam', 'GetRole', { RoleName }))).toBe('NoSuchEntity');
    const role = {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(sent.trust),
      Description: 'Created by spawn for EC2 instance access',
      Tags,
    };
    const { Role } = await call('iam', 'CreateRole', role);
    expect(JSON.parse(decodeURIComponent(Role.AssumeRolePolicyDocument))).toEqual(sent.trust);
    expect(await refusal(call('iam', 'CreateRole', role))).toBe('EntityAlreadyExists');
    const PolicyDocument = JSON.stringify(sent.inlinePolicy);
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName: 'spawn-inline-policy', PolicyDocument });
    const profile = { InstanceProfileName: RoleName };
    await call('iam', 'CreateInstanceProfile', { ...profile, Tags });
    await call('iam', 'AddRoleToInstanceProfile', { ...profile, RoleName });
    expect((await call('iam', 'GetInstanceProfile', profile)).InstanceProfile.Roles).toMatchObject([{ RoleName }]);

    expect(await refusal(call('ec2', 'DescribeKeyPairs', { KeyNames: ['spawn-key'] }))).toBe('InvalidKeyPair.NotFound');
    await call('ec2', 'ImportKeyPair', { KeyName: 'spawn-key', PublicKeyMaterial: Buffer.from(sent.publicKey) });

    const { Images } = await call('ec2', 'DescribeImages', {
      Owners: ['amazon'],
      Filters: [{ Name: 'name', Values: ['al2023-ami-2023*-x86_64'] }],
    });
    const { Instances } = await call('ec2', 'RunInstances', {
      ImageId: Images[0].ImageId,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      KeyName: 'spawn-key',
      IamInstanceProfile: { Name: RoleName },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'spawn:managed', Value: 'true' }] }],
    });
    await journey.advance(2 * minutes);
    const [{ InstanceId }] = Instances;
    const own = {
      'spawn:managed': 'true',
      'spawn:created': new Date(journey.clock.now()).toISOString(),
      'spawn:created-from': InstanceId,
      'spawn:source-region': home,
      'spawn:arch': 'x86_64',
      'spawn:gpu': 'false',
      'spawn:base-ami': Images[0].ImageId,
      'spawn:stack': 'pytorch',
      'spawn:version': '2.2',
    };
    const { ImageId } = await call('ec2', 'CreateImage', {
      InstanceId,
      Name: 'pytorch-2.2',
      Description: `Created from ${InstanceId} by spawn`,
      NoReboot: true,
      TagSpecifications: [{ ResourceType: 'image', Tags: Object.entries(own).map(([Key, Value]) => ({ Key, Value })) }],
    });
    const isAvailable = async (): Promise<boolean> =>
      (await call('ec2', 'DescribeImages', { ImageIds: [ImageId] })).Images[0].State === 'available';
    do await journey.advance(1 * minutes);
    while (!(await isAvailable()));
    await journey.advance(1 * minutes);
    const { body } = await journey.request('GET', '/v1/images');
    expect(body.images).toMatchObject([{ ami_id: ImageId, stack: 'pytorch', version: '2.2' }]);
  });
});
