import { codeOf, kit } from './kit';

describe('regions', () => {
  test('that must be opted into are not listed and not served until they are', async () => {
    const { call } = kit();
    const listed = async (input = {}): Promise<string[]> =>
      (await call('DescribeRegions', input)).Regions.map(({ RegionName }: { RegionName: string }) => RegionName);
    expect(await listed()).toHaveLength(17);
    expect(await listed()).not.toContain('ap-east-1');
    expect(await listed({ AllRegions: true })).toEqual(
      expect.arrayContaining(['ap-east-1', 'af-south-1', 'mx-central-1', 'us-east-1']),
    );
    expect(await codeOf(call('DescribeImages', {}, 'ap-east-1'))).toBe('AuthFailure');
    expect(await codeOf(call('DescribeImages', {}, 'mars-north-1'))).toBe('UnknownEndpoint');
  });

  test('that the account has enabled or switched off count as such', async () => {
    const { call } = kit({ enabledRegions: ['ap-east-1'], disabledRegions: ['eu-west-1'] });
    const { Regions } = await call('DescribeRegions', { AllRegions: true });
    const status = (name: string): string =>
      Regions.find(({ RegionName }: { RegionName: string }) => RegionName === name).OptInStatus;
    expect([status('ap-east-1'), status('eu-west-1'), status('us-east-1')]).toEqual([
      'opted-in',
      'not-opted-in',
      'opt-in-not-required',
    ]);
    expect(await codeOf(call('DescribeImages', {}, 'ap-east-1'))).toBe('no error');
    expect(await codeOf(call('DescribeImages', {}, 'eu-west-1'))).toBe('AuthFailure');
  });

  test('have zones and a default network of their own', async () => {
    const { call } = kit();
    const { AvailabilityZones } = await call('DescribeAvailabilityZones', {}, 'ap-southeast-1');
    expect(AvailabilityZones.map(({ ZoneName, ZoneId }: Record<string, string>) => `${ZoneName} ${ZoneId}`)).toEqual([
      'ap-southeast-1a apse1-az1',
      'ap-southeast-1b apse1-az2',
      'ap-southeast-1c apse1-az3',
    ]);
    const { Subnets } = await call(
      'DescribeSubnets',
      { Filters: [{ Name: 'default-for-az', Values: ['true'] }] },
      'ap-southeast-1',
    );
    expect(Subnets.map(({ MapPublicIpOnLaunch }: { MapPublicIpOnLaunch: boolean }) => MapPublicIpOnLaunch)).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe('instance types', () => {
  test('tell architecture and GPUs', async () => {
    const { call } = kit();
    const { InstanceTypes } = await call('DescribeInstanceTypes', { InstanceTypes: ['g5.xlarge', 'm7g.large'] });
    expect(InstanceTypes).toMatchObject([
      {
        InstanceType: 'g5.xlarge',
        ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
        GpuInfo: { Gpus: [{ Name: 'A10G', Manufacturer: 'NVIDIA', Count: 1 }] },
      },
      {
        InstanceType: 'm7g.large',
        ProcessorInfo: { SupportedArchitectures: ['arm64'] },
        VCpuInfo: { DefaultVCpus: 2 },
        MemoryInfo: { SizeInMiB: 8192 },
      },
    ]);
    expect(InstanceTypes[1].GpuInfo).toBeUndefined();
  });

  test('that do not exist are named', async () => {
    const { call } = kit();
    await expect(call('DescribeInstanceTypes', { InstanceTypes: ['m99.huge', 'm7i.large'] })).rejects.toThrow(
      'The following supplied instance types do not exist: [m99.huge]',
    );
  });

  test('come a hundred a page, all 1,263 of them', async () => {
    const { call } = kit();
    const names = new Set<string>();
    let NextToken: string | undefined;
    do {
      const page = await call('DescribeInstanceTypes', { NextToken });
      for (const { InstanceType } of page.InstanceTypes) names.add(InstanceType);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(names.size).toBe(1263);
  });

  test('are offered where the simulation says so', async () => {
    const { call } = kit({ offered: (type, zone) => type !== 'g5.xlarge' || zone === 'us-east-1b' });
    const ask = { LocationType: 'availability-zone', Filters: [{ Name: 'instance-type', Values: ['g5.xlarge'] }] };
    expect((await call('DescribeInstanceTypeOfferings', ask)).InstanceTypeOfferings).toEqual([
      { InstanceType: 'g5.xlarge', LocationType: 'availability-zone', Location: 'us-east-1b' },
    ]);
    expect((await call('DescribeInstanceTypeOfferings', ask, 'eu-west-1')).InstanceTypeOfferings).toEqual([]);
  });
});

test('snapshots, volumes and launch templates are listed with their own errors', async () => {
  const { call, image } = kit();
  await image('pytorch');
  expect((await call('DescribeVolumes', {})).Volumes).toMatchObject([
    { Size: 8, State: 'in-use', Attachments: [{ Device: '/dev/xvda' }] },
  ]);
  expect((await call('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots).toMatchObject([
    { State: 'completed', VolumeSize: 8 },
  ]);
  expect(await codeOf(call('DescribeSnapshots', { SnapshotIds: ['snap-00000000000000001'] }))).toBe(
    'InvalidSnapshot.NotFound',
  );
  expect(await codeOf(call('DescribeVolumes', { VolumeIds: ['vol-x'] }))).toBe('InvalidVolume.Malformed');
  expect(await codeOf(call('DescribeLaunchTemplates', { LaunchTemplateNames: ['none'] }))).toBe(
    'InvalidLaunchTemplateName.NotFoundException',
  );
});

test('the filters of a call have 200 values together, in which * and ? are wildcards unless they are escaped', async () => {
  const { call } = kit();
  const values = (count: number) => Array.from({ length: count }, (_, index) => `value-${index}`);
  const ask = (...Filters: object[]) => codeOf(call('DescribeTags', { Filters }));
  expect(await ask({ Name: 'key', Values: values(200) })).toBe('no error');
  expect(await ask({ Name: 'key', Values: values(201) })).toBe('FilterLimitExceeded');
  expect(await ask({ Name: 'key', Values: values(150) }, { Name: 'value', Values: values(51) })).toBe(
    'FilterLimitExceeded',
  );
  const { VpcId } = (await call('DescribeVpcs')).Vpcs[0];
  await call('CreateTags', { Resources: [VpcId], Tags: [{ Key: 'star', Value: 'a*b' }] });
  const found = async (Value: string) =>
    (await call('DescribeTags', { Filters: [{ Name: 'value', Values: [Value] }] })).Tags.length;
  expect([await found('a?b'), await found('a\\*b'), await found('a\\?b')]).toEqual([1, 1, 0]);
});
