import { ec2Quotas } from '../../services/quotas/service';
import { amazonLinux, codeOf, kit } from './kit';

const one = { ImageId: amazonLinux, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 };

describe('requests', () => {
  test('over the burst are refused until the bucket has filled again', async () => {
    const { call, clock } = kit();
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(call('RunInstances', one))));
    expect(codes).toEqual(['no error', 'no error', 'no error', 'no error', 'no error', 'RequestLimitExceeded']);
    await expect(call('RunInstances', one)).rejects.toMatchObject({ status: 503 });
    await clock.advance(500);
    expect(await codeOf(call('RunInstances', one))).toBe('no error');
    expect(await codeOf(call('RunInstances', one))).toBe('RequestLimitExceeded');
  });

  test('that are refused for their rate have no effect', async () => {
    const { call, ec2 } = kit();
    for (let count = 0; count < 8; count += 1) await codeOf(call('RunInstances', one));
    expect(ec2.instances('us-east-1')).toHaveLength(5);
  });

  test('in another region or of another action have a bucket of their own', async () => {
    const { call } = kit();
    for (let count = 0; count < 6; count += 1) await codeOf(call('RunInstances', { ...one, DryRun: true }));
    expect(await codeOf(call('DescribeInstances'))).toBe('no error');
    expect(await codeOf(call('RunInstances', { ...one, ImageId: 'ami-0841e304792db6a16' }, 'eu-west-1'))).toBe(
      'no error',
    );
  });

  test('for a whole list are fewer than for pages of it', async () => {
    const { call } = kit();
    const refused = async (input: object): Promise<number> => {
      const codes = await Promise.all(Array.from({ length: 60 }, () => codeOf(call('DescribeInstances', input))));
      return codes.filter((code) => code === 'RequestLimitExceeded').length;
    };
    expect(await refused({})).toBe(10);
    expect(await refused({ MaxResults: 100 })).toBe(0);
  });
});

describe('events', () => {
  test('may be late', async () => {
    const { call, clock, events } = kit({ eventDelay: [5_000, 5_000] });
    await call('RunInstances', one);
    expect(events).toEqual([]);
    await clock.advance(5_000);
    expect(events[0]?.detail).toMatchObject({ state: 'pending' });
  });

  test('may be lost', async () => {
    const { events, launch } = kit({ dropEvents: ({ detail }) => detail.state === 'running' });
    await launch();
    expect(events.map(({ detail }) => detail.state)).toEqual(['pending']);
  });
});

test('a simulation with the same seed goes the same way', async () => {
  const story = async (): Promise<unknown> => {
    const { call, ec2, events, image } = kit({ latencies: { visibility: [0, 0] } });
    await image('pytorch');
    await call('TerminateInstances', { InstanceIds: ec2.instances('us-east-1').map(({ instance }) => instance.id) });
    return [events, ec2.holdings()];
  };
  expect(await story()).toEqual(await story());
});

describe('the quotas of the account', () => {
  test('are the same in Service Quotas and in EC2, and those given replace them', () => {
    expect(ec2Quotas()).toEqual({ images: 50_000, publicImages: 5, standardVcpus: 2000 });
    expect(ec2Quotas({ 'L-B665C33B': 2, 'L-1216C47A': 8 })).toEqual({ images: 2, publicImages: 5, standardVcpus: 8 });
  });

  test('of AMIs is enforced wherever an image is made, and counts disabled images', async () => {
    const { call, image, clock, launch } = kit({ limits: { images: 2 } });
    const ImageId = await image('one');
    await call('DisableImage', { ImageId: await image('two') });
    await clock.advance(60_000);
    const InstanceId = await launch();
    expect(await codeOf(call('CreateImage', { InstanceId, Name: 'three' }))).toBe('ResourceLimitExceeded');
    expect(await codeOf(call('CopyImage', { SourceImageId: ImageId, SourceRegion: 'us-east-1', Name: 'four' }))).toBe(
      'ResourceLimitExceeded',
    );
    const [mapping] = (await call('DescribeImages', { ImageIds: [ImageId] })).Images[0].BlockDeviceMappings;
    const { SnapshotId } = mapping.Ebs;
    const register = () =>
      call('RegisterImage', {
        Name: 'five',
        RootDeviceName: '/dev/xvda',
        BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { SnapshotId } }],
      });
    expect(await codeOf(register())).toBe('ResourceLimitExceeded');
  });

  test('of vCPUs is enforced at a launch', async () => {
    const { launch } = kit({ limits: { standardVcpus: 4 } });
    await launch({ InstanceType: 'm7i.large' });
    await launch({ InstanceType: 'm7i.large' });
    expect(await codeOf(launch({ InstanceType: 'm7i.large' }))).toBe('VcpuLimitExceeded');
  });

  test('of vCPUs is enforced at a start, and stopped instances do not count', async () => {
    const { call, clock, launch } = kit({ limits: { standardVcpus: 4 } });
    const first = await launch({ InstanceType: 'm7i.large' });
    await call('StopInstances', { InstanceIds: [first] });
    await clock.advance(120_000);
    await launch({ InstanceType: 'm7i.large' });
    await launch({ InstanceType: 'm7i.large' });
    expect(await codeOf(call('StartInstances', { InstanceIds: [first] }))).toBe('VcpuLimitExceeded');
  });
});
