import { stopInstance, terminateInstances } from '../../aws/instance/end';
import { describeInstanceTypes } from '../../aws/instance/types';
import { consoleOutput, describeInstances } from '../../aws/instance/describe';
import { describeRegions } from '../../aws/client/regions';
import { runInstance, type RunInstanceRequest } from '../../aws/instance/run';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

beforeAll(() => setEnvironment());
afterEach(() => jest.restoreAllMocks());

const launch: RunInstanceRequest = {
  region: 'eu-west-1',
  clientToken: 'token',
  imageId: 'ami-1',
  instanceType: 'm5.large',
  subnetId: 'subnet-1',
  securityGroupIds: ['sg-1'],
  profileName: 'builder',
  userData: '#!/bin/sh\n',
  volumeSizeGb: 30,
  rootDevice: '/dev/sda1',
  tags: { Name: 'one' },
  shutdownBehavior: 'stop',
};

describe('launching', () => {
  test('everything that the call makes is tagged by it, and only version 2 of the metadata service answers', async () => {
    const calls = fakeAws({
      RunInstances: {
        Instances: [{ InstanceId: 'i-1', State: { Name: 'pending' }, LaunchTime: new Date('2026-01-14T10:30:00Z') }],
      },
    });
    expect(await runInstance(launch)).toMatchObject({
      instance_id: 'i-1',
      region: 'eu-west-1',
      state: 'pending',
      launch_time: '2026-01-14T10:30:00.000Z',
    });
    const Tags = [{ Key: 'Name', Value: 'one' }];
    expect(calls[0]!.input).toEqual({
      ClientToken: 'token',
      ImageId: 'ami-1',
      InstanceType: 'm5.large',
      MinCount: 1,
      MaxCount: 1,
      InstanceInitiatedShutdownBehavior: 'stop',
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
      TagSpecifications: [
        { ResourceType: 'instance', Tags },
        { ResourceType: 'volume', Tags },
        { ResourceType: 'network-interface', Tags },
      ],
      SubnetId: 'subnet-1',
      SecurityGroupIds: ['sg-1'],
      IamInstanceProfile: { Name: 'builder' },
      UserData: Buffer.from('#!/bin/sh\n').toString('base64'),
      BlockDeviceMappings: [
        { DeviceName: '/dev/sda1', Ebs: { VolumeSize: 30, VolumeType: 'gp3', DeleteOnTermination: true } },
      ],
    });
  });

  test('a key encrypts the volumes of the image and the data volumes, each with one mapping', async () => {
    const calls = fakeAws({ RunInstances: { Instances: [{ InstanceId: 'i-1' }] } });
    const key = 'arn:aws:kms:eu-west-1:123456789012:key/k';
    await runInstance({
      ...launch,
      deletedDevices: ['/dev/sdb'],
      dataVolumes: [{ device: '/dev/sdf', size_gb: 20, type: 'gp3' }],
      encryption: { key, devices: ['/dev/sda1', '/dev/sdb', '/dev/sdc'] },
    });
    const encrypted = { Encrypted: true, KmsKeyId: key };
    expect(calls[0]!.input.BlockDeviceMappings).toEqual([
      {
        DeviceName: '/dev/sda1',
        Ebs: { VolumeSize: 30, VolumeType: 'gp3', DeleteOnTermination: true, ...encrypted },
      },
      { DeviceName: '/dev/sdb', Ebs: { DeleteOnTermination: true, ...encrypted } },
      { DeviceName: '/dev/sdc', Ebs: encrypted },
      {
        DeviceName: '/dev/sdf',
        Ebs: { VolumeSize: 20, VolumeType: 'gp3', DeleteOnTermination: true, ...encrypted },
      },
    ]);
  });

  test('what is not asked for is left to EC2', async () => {
    const calls = fakeAws({ RunInstances: { Instances: [{ InstanceId: 'i-1' }] } });
    await runInstance({
      region: 'eu-west-1',
      clientToken: 'token',
      imageId: 'ami-1',
      instanceType: 'm5.large',
      tags: {},
      shutdownBehavior: 'terminate',
      spot: true,
    });
    expect(Object.keys(calls[0]!.input)).not.toEqual(expect.arrayContaining(['SubnetId']));
    expect(calls[0]!.input).toMatchObject({
      InstanceMarketOptions: { MarketType: 'spot' },
      TagSpecifications: expect.arrayContaining([{ ResourceType: 'spot-instances-request', Tags: [] }]),
    });
    expect(calls[0]!.input).not.toHaveProperty('BlockDeviceMappings');
  });

  test.each([
    ['InsufficientInstanceCapacity', 'no room', 'InsufficientCapacity'],
    ['VcpuLimitExceeded', 'quota', 'QuotaExceeded'],
    ['VolumeLimitExceeded', 'quota', 'QuotaExceeded'],
    ['Unsupported', 'not in this zone', 'InsufficientCapacity'],
    ['InvalidAMIID.NotFound', 'gone', 'ImageNotFound'],
    ['InvalidParameterValue', 'Invalid value for instanceType', 'InvalidInstanceType'],
    ['InvalidParameterValue', 'Invalid IAM Instance Profile name', 'InvalidParameterValue'],
    ['IdempotentParameterMismatch', 'other arguments', 'IdempotentParameterMismatch'],
  ])("EC2's %s (%s) is %s", async (code, message, name) => {
    fakeAws({ RunInstances: awsError(code, message) });
    await expect(runInstance(launch)).rejects.toMatchObject({ name });
  });

  test('an answer without an instance is no success', async () => {
    fakeAws({ RunInstances: { Instances: [] } });
    await expect(runInstance(launch)).rejects.toMatchObject({ name: 'UnexpectedAnswer' });
  });
});

describe('finding', () => {
  test('a name is found without regard to case, and only that name', async () => {
    const tagged = (InstanceId: string, Value: string): object => ({ InstanceId, Tags: [{ Key: 'Name', Value }] });
    const calls = fakeAws({
      DescribeInstances: {
        Reservations: [
          { Instances: [tagged('i-1', 'Trainer'), tagged('i-2', 'trainer-2')] },
          { Instances: [tagged('i-3', 'TRAINER')] },
        ],
      },
    });
    const found = await describeInstances('eu-west-1', { name: 'trainer', states: ['running', 'stopped'] });
    expect(found.map(({ instance_id }) => instance_id)).toEqual(['i-1', 'i-3']);
    expect(calls[0]!.input.Filters).toEqual([
      { Name: 'instance-state-name', Values: ['running', 'stopped'] },
      { Name: 'tag-key', Values: ['Name'] },
    ]);
  });

  test('console output is text, and absent while EC2 has none', async () => {
    fakeAws({
      GetConsoleOutput: [
        { Output: Buffer.from('Linux 6.1').toString('base64') },
        {},
        awsError('InvalidInstanceID.NotFound'),
      ],
    });
    expect(await consoleOutput('eu-west-1', 'i-1')).toBe('Linux 6.1');
    expect(await consoleOutput('eu-west-1', 'i-1')).toBeUndefined();
    expect(await consoleOutput('eu-west-1', 'i-1')).toBeUndefined();
  });
});

describe('ending', () => {
  test('the state after the call is given', async () => {
    fakeAws({ StopInstances: { StoppingInstances: [{ InstanceId: 'i-1', CurrentState: { Name: 'stopped' } }] } });
    expect(await stopInstance('eu-west-1', 'i-1')).toBe('stopped');
  });

  test('an instance that is gone is lost, and an answer about another one is no success', async () => {
    fakeAws({
      StopInstances: [
        awsError('IncorrectInstanceState'),
        { StoppingInstances: [{ InstanceId: 'i-2', CurrentState: { Name: 'stopping' } }] },
      ],
    });
    await expect(stopInstance('eu-west-1', 'i-1')).rejects.toMatchObject({
      name: 'InstanceLost',
      message: expect.stringContaining('i-1'),
    });
    await expect(stopInstance('eu-west-1', 'i-1')).rejects.toMatchObject({ name: 'UnexpectedAnswer' });
  });

  test('one unknown instance does not keep the others alive', async () => {
    const calls = fakeAws({
      TerminateInstances: [
        awsError('InvalidInstanceID.NotFound'),
        { TerminatingInstances: [{ InstanceId: 'i-1' }] },
        awsError('InvalidInstanceID.NotFound'),
      ],
      DescribeInstances: awsError('InvalidInstanceID.NotFound'),
    });
    jest.useFakeTimers();
    const ended = terminateInstances('eu-west-1', ['i-1', 'i-2']);
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    expect(await ended).toEqual(['i-1']);
    expect(calls.map(({ input }) => input.InstanceIds)).toEqual([
      ['i-1', 'i-2'],
      ['i-1'],
      ['i-2'],
      ['i-2'],
      ['i-2'],
      ['i-2'],
    ]);
  });

  test('one that EC2 does not terminate as unknown, and describes as running, is not taken for gone', async () => {
    fakeAws({
      TerminateInstances: awsError('InvalidInstanceID.NotFound'),
      DescribeInstances: { Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }] }] },
    });
    jest.useFakeTimers();
    const ended = expect(terminateInstances('eu-west-1', ['i-1'])).rejects.toMatchObject({
      name: 'AwsUnavailable',
      message: expect.stringContaining('running'),
    });
    await jest.advanceTimersByTimeAsync(10_000);
    jest.useRealTimers();
    await ended;
  });

  test('one that EC2 does not know everywhere yet, a moment after its launch, is ended all the same', async () => {
    fakeAws({
      TerminateInstances: [awsError('InvalidInstanceID.NotFound'), { TerminatingInstances: [{ InstanceId: 'i-1' }] }],
    });
    jest.useFakeTimers();
    const ended = terminateInstances('eu-west-1', ['i-1']);
    await jest.advanceTimersByTimeAsync(3_000);
    jest.useRealTimers();
    expect(await ended).toEqual(['i-1']);
  });

  test('an instance that the answer leaves out counts as alive', async () => {
    fakeAws({ TerminateInstances: { TerminatingInstances: [{ InstanceId: 'i-1' }] } });
    await expect(terminateInstances('eu-west-1', ['i-1', 'i-2'])).rejects.toMatchObject({
      name: 'UnexpectedAnswer',
      message: expect.stringContaining('i-2'),
    });
  });

  test('nobody to terminate is no call', async () => {
    const calls = fakeAws({});
    expect(await terminateInstances('eu-west-1', [])).toEqual([]);
    expect(calls).toEqual([]);
  });
});

describe('instance types and regions', () => {
  test('a type becomes plain values', async () => {
    fakeAws({
      DescribeInstanceTypes: {
        InstanceTypes: [
          {
            InstanceType: 'g5.xlarge',
            ProcessorInfo: { SupportedArchitectures: ['x86_64'] },
            VCpuInfo: { DefaultVCpus: 4 },
            MemoryInfo: { SizeInMiB: 16384 },
            GpuInfo: { Gpus: [{ Manufacturer: 'NVIDIA', Name: 'A10G', Count: 1, MemoryInfo: { SizeInMiB: 24576 } }] },
          },
        ],
      },
    });
    expect(await describeInstanceTypes('eu-west-1', ['g5.xlarge'])).toEqual([
      {
        instance_type: 'g5.xlarge',
        architectures: ['x86_64'],
        vcpus: 4,
        memory_mib: 16384,
        gpus: [{ manufacturer: 'NVIDIA', name: 'A10G', count: 1, memory_mib: 24576 }],
        neuron: false,
      },
    ]);
  });

  test.each([
    [
      'EC2 refuses it',
      awsError('InvalidInstanceType', 'The following supplied instance types do not exist: [m5.lrage]'),
    ],
    ['EC2 leaves it out', { InstanceTypes: [{ InstanceType: 'm5.large' }] }],
  ])('an unknown type is named, and only that one, when %s', async (_case, answer) => {
    fakeAws({ DescribeInstanceTypes: answer });
    await expect(describeInstanceTypes('eu-west-1', ['m5.large', 'm5.lrage'])).rejects.toMatchObject({
      name: 'InvalidInstanceType',
      details: { instance_types: ['m5.lrage'] },
    });
  });

  test('the type of the family or size with the most similar name is suggested', async () => {
    const sent = fakeAws({
      DescribeInstanceTypes: [
        awsError('InvalidInstanceType', 'The following supplied instance types do not exist: [m5.lrage]'),
        { InstanceTypes: ['m5.large', 'm5.24xlarge', 'm5.metal'].map((InstanceType) => ({ InstanceType })) },
      ],
    });
    await expect(describeInstanceTypes('eu-west-1', ['m5.lrage'])).rejects.toThrow(
      "EC2 has no instance type 'm5.lrage' in eu-west-1: did you mean 'm5.large'?",
    );
    expect(sent.at(-1)).toMatchObject({ input: { Filters: [{ Name: 'instance-type', Values: ['m5.*', '*.lrage'] }] } });
  });

  test('a region that the account has not opted in to is not enabled', async () => {
    fakeAws({
      DescribeRegions: {
        Regions: [
          { RegionName: 'us-east-1', OptInStatus: 'opt-in-not-required' },
          { RegionName: 'af-south-1', OptInStatus: 'not-opted-in' },
        ],
      },
    });
    expect(await describeRegions()).toEqual([
      { region: 'us-east-1', enabled: true },
      { region: 'af-south-1', enabled: false },
    ]);
  });
});
