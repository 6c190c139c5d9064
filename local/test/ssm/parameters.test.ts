import { codeOf } from '../ec2/kit';
import { ssmKit } from './kit';

const al2023 = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';

describe('public parameters', () => {
  test.each([
    [al2023, 'al2023-ami-', '137112412989'],
    [
      '/aws/service/deeplearning/ami/arm64/base-oss-nvidia-driver-gpu-amazon-linux-2023/latest/ami-id',
      'Deep Learning ARM64 Base OSS Nvidia',
      '898082745236',
    ],
    [
      '/aws/service/canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id',
      'ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64',
      '099720109477',
    ],
    [
      '/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id',
      'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64',
      '099720109477',
    ],
  ])('%s names an image of its vendor, in every region', async (Name, prefix, owner) => {
    const { ask, call } = ssmKit({ enabledRegions: ['mx-central-1'] });
    for (const region of ['us-east-1', 'eu-west-1', 'mx-central-1']) {
      const { Parameter } = await ask('GetParameter', { Name }, region);
      const { Images } = await call('DescribeImages', { ImageIds: [Parameter.Value] }, region);
      expect(Images[0]).toMatchObject({ OwnerId: owner, Name: expect.stringContaining(prefix), State: 'available' });
    }
  });

  test('are authorized without an account in their ARN', async () => {
    const { ask, authorized } = ssmKit();
    await ask('GetParameter', { Name: al2023 });
    expect(authorized[0]).toMatchObject({
      action: 'ssm:GetParameter',
      resource: `arn:aws:ssm:us-east-1::parameter${al2023}`,
    });
  });

  test('change when the vendor publishes, and nobody else can change them', async () => {
    const { ask, ssm } = ssmKit();
    ssm.publishParameter('us-east-1', al2023, 'ami-0123456789abcdef0');
    expect((await ask('GetParameter', { Name: al2023 })).Parameter.Value).toBe('ami-0123456789abcdef0');
    expect(await codeOf(ask('PutParameter', { Name: al2023, Value: 'x', Type: 'String', Overwrite: true }))).toBe(
      'ValidationException',
    );
    expect(await codeOf(ask('DeleteParameter', { Name: al2023 }))).toBe('ParameterNotFound');
  });

  test('of an unknown name are not found, or listed as invalid', async () => {
    const { ask } = ssmKit();
    expect(await codeOf(ask('GetParameter', { Name: '/aws/service/nothing' }))).toBe('ParameterNotFound');
    expect(await ask('GetParameters', { Names: [al2023, '/nothing'] })).toMatchObject({
      Parameters: [{ Name: al2023 }],
      InvalidParameters: ['/nothing'],
    });
  });
});

describe('own parameters', () => {
  test('have a version that grows, and are not overwritten by accident', async () => {
    const { ask } = ssmKit();
    const put = (Value: string, more = {}): Promise<any> =>
      ask('PutParameter', { Name: '/spawn/test/api', Value, Type: 'String', ...more });
    expect(await put('one')).toMatchObject({ Version: 1 });
    expect(await codeOf(put('two'))).toBe('ParameterAlreadyExists');
    expect(await put('two', { Overwrite: true })).toMatchObject({ Version: 2 });
    expect((await ask('GetParameter', { Name: '/spawn/test/api' })).Parameter).toMatchObject({
      Value: 'two',
      Version: 2,
      ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/spawn/test/api',
    });
  });

  test('below a path come in pages of ten, deeper ones on request', async () => {
    const { ask } = ssmKit();
    for (let number = 10; number < 23; number += 1)
      await ask('PutParameter', { Name: `/spawn/p${number}`, Value: 'v', Type: 'String' });
    await ask('PutParameter', { Name: '/spawn/deep/er', Value: 'v', Type: 'String' });
    const first = await ask('GetParametersByPath', { Path: '/spawn' });
    const second = await ask('GetParametersByPath', { Path: '/spawn', NextToken: first.NextToken });
    expect([first.Parameters.length, second.Parameters.length]).toEqual([10, 3]);
    expect(
      (await ask('GetParametersByPath', { Path: '/spawn/', Recursive: true, MaxResults: 1 })).Parameters[0].Name,
    ).toBe('/spawn/deep/er');
  });

  test('that are secret are shown only decrypted on request', async () => {
    const { ask } = ssmKit();
    await ask('PutParameter', { Name: '/spawn/key', Value: 'hidden', Type: 'SecureString' });
    expect((await ask('GetParameter', { Name: '/spawn/key' })).Parameter.Value).not.toContain('hidden');
    expect((await ask('GetParameter', { Name: '/spawn/key', WithDecryption: true })).Parameter.Value).toBe('hidden');
  });

  test('that name an image are references to it', async () => {
    const { ask, call, clock } = ssmKit();
    const image = 'ami-0ed094fb1304fd857';
    await ask('PutParameter', { Name: '/team/image', Value: image, Type: 'String', DataType: 'aws:ec2:image' });
    await clock.advance(5_000);
    const { ImageReferences } = await call('DescribeImageReferences', {
      ImageIds: [image],
      IncludeAllResourceTypes: true,
    });
    expect(ImageReferences).toEqual([
      { ImageId: image, ResourceType: 'ssm:Parameter', Arn: 'arn:aws:ssm:us-east-1:123456789012:parameter/team/image' },
    ]);
  });
});

describe('a parameter whose data type is an image', () => {
  const image = 'ami-0ed094fb1304fd857';
  const put = (Value: string) => ({
    Name: '/team/image',
    Value,
    Type: 'String',
    DataType: 'aws:ec2:image',
    Overwrite: true,
  });

  test('says the image only after it was looked at, though the answer came before', async () => {
    const { ask, clock } = ssmKit();
    expect(await ask('PutParameter', put(image))).toMatchObject({ Version: 1 });
    expect(await codeOf(ask('GetParameter', { Name: '/team/image' }))).toBe('ParameterNotFound');
    await clock.advance(5_000);
    expect((await ask('GetParameter', { Name: '/team/image' })).Parameter).toMatchObject({
      Value: image,
      DataType: 'aws:ec2:image',
      Version: 1,
    });
  });

  test('keeps what it says when the new value is no image that is available here, without a word', async () => {
    const { ask, clock } = ssmKit();
    await ask('PutParameter', put(image));
    await clock.advance(5_000);
    for (const wrong of ['ami-0123456789abcdef0', 'no image']) await ask('PutParameter', put(wrong));
    await clock.advance(5_000);
    expect((await ask('GetParameter', { Name: '/team/image' })).Parameter).toMatchObject({ Value: image, Version: 1 });
  });

  test('takes tags when it is new only, and keeps them when it is overwritten', async () => {
    const { ask, clock, authorized } = ssmKit();
    const Tags = [{ Key: 'team', Value: 'ml' }];
    const tags = async () =>
      (await ask('ListTagsForResource', { ResourceType: 'Parameter', ResourceId: '/team/image' })).TagList;
    expect(await codeOf(ask('PutParameter', { ...put(image), Tags }))).toBe('ValidationException');
    await ask('PutParameter', { ...put(image), Overwrite: false, Tags });
    expect(authorized.map(({ action }) => action)).toContain('ssm:AddTagsToResource');
    expect(await codeOf(tags())).toBe('InvalidResourceId');
    await clock.advance(5_000);
    await ask('PutParameter', put(image));
    await clock.advance(5_000);
    expect(await tags()).toEqual(Tags);
    await ask('AddTagsToResource', {
      ResourceType: 'Parameter',
      ResourceId: '/team/image',
      Tags: [{ Key: 'owner', Value: 'ann' }],
    });
    expect(await tags()).toEqual([...Tags, { Key: 'owner', Value: 'ann' }]);
  });

  test('needs the right to describe images', async () => {
    const { ask, authorized } = ssmKit();
    await ask('PutParameter', put(image));
    expect(authorized.map(({ action }) => action)).toContain('ec2:DescribeImages');
  });

  test('may stand in place of an image id at a launch', async () => {
    const { ask, call, clock, authorized } = ssmKit();
    const launch = (ImageId: string) =>
      call('RunInstances', { ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 });
    expect(await codeOf(launch('resolve:ssm:/team/image'))).toBe('InvalidParameterValue');
    await ask('PutParameter', put(image));
    await clock.advance(5_000);
    expect((await launch('resolve:ssm:/team/image')).Instances[0].ImageId).toBe(image);
    expect(authorized.map(({ action }) => action)).toContain('ssm:GetParameters');
  });
});

test('Systems Manager too refuses a region that is not enabled', async () => {
  const { ask } = ssmKit();
  expect(await codeOf(ask('GetParameter', { Name: al2023 }, 'ap-east-1'))).toBe('UnrecognizedClientException');
});
