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
