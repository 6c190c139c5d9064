import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

describe('a build of which one region fails', () => {
  let journey: Journey;
  let run: any;
  let burning = true;
  beforeAll(async () => {
    journey = await localStack({
      ec2: {
        imageFailure: ({ region, action }) =>
          burning && action === 'CopyImage' && region === 'eu-west-1' ? 'the storage burnt' : undefined,
      },
    });
    run = await buildSmall(journey, { regions: ['eu-west-1', 'us-west-2'] });
    await journey.advance(1 * minutes);
  });

  test('ends with ReplicationIncomplete, which names the region and EC2’s reason', () => {
    expect(run).toMatchObject({
      status: 'failed',
      failure: {
        name: 'ReplicationIncomplete',
        stage: 'replicate',
        message: expect.stringMatching(/eu-west-1.*ImageFailed.*the storage burnt/),
      },
    });
    expect(run.replicas).toEqual([
      expect.objectContaining({ region: 'eu-west-1', status: 'failed', error: 'ImageFailed' }),
      expect.objectContaining({ region: 'us-west-2', status: 'available' }),
    ]);
  });

  test('keeps the image and the good copy, and nothing of the other', async () => {
    const { images } = (await journey.request('GET', '/v1/images?region=all')).body;
    expect(images.map(({ region, lifecycle, state }: any) => `${region} ${lifecycle} ${state}`).sort()).toEqual([
      `${home} published available`,
      'us-west-2 published available',
    ]);
    expect(await leftovers(journey)).toEqual([]);
    await journey.advance(31 * minutes);
    expect((await journey.request('GET', '/v1/images?region=all')).body.images).toHaveLength(2);
  });

  test('is repaired by asking for the copies again: only the one that is missing is made', async () => {
    burning = false;
    const before = journey.local.calls.length;
    const answer = await journey.request('POST', `/v1/images/${run.ami_id}/replicas`, {
      regions: ['eu-west-1', 'us-west-2'],
    });
    expect(answer.status).toBe(202);
    const operation = await finished(journey, answer.body.operation_id);
    expect(operation).toMatchObject({ status: 'succeeded', kind: 'replicate' });
    expect(
      journey.local.calls
        .slice(before)
        .filter(({ action }) => action === 'CopyImage')
        .map(({ region }) => region),
    ).toEqual(['eu-west-1']);
    const { images } = (await journey.request('GET', '/v1/images?region=eu-west-1')).body;
    expect(images).toMatchObject([{ replicated_from: run.ami_id, source_region: home, lifecycle: 'published' }]);
    expect(await leftovers(journey)).toEqual([]);
  });
});

describe('a region whose copy never ends', () => {
  let journey: Journey;
  let run: any;
  beforeAll(async () => {
    journey = await localStack({ ec2: { latencies: { copy: [100 * 60 * minutes, 100 * 60 * minutes] } } });
  });

  test('is given up at its limit, and the others stay', async () => {
    run = await buildSmall(journey, { regions: ['us-west-2'], limits: { copy: '1h' } });
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'ReplicationIncomplete', message: expect.stringMatching(/us-west-2.*ImageTimedOut/) },
    });
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeLessThan(80 * minutes);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('is made in the time that was asked for, or that the policy of the stack asks for', async () => {
    const expectedIn = async () => (await journey.request('GET', `/v1/images/${run.ami_id}`)).body.expected_in;
    const within = async (regions: string[], wish = {}): Promise<number> => {
      const { body } = await journey.request('POST', `/v1/images/${run.ami_id}/replicas`, { regions, ...wish });
      expect(await expectedIn()).toEqual(regions);
      const { status, created_at, ended_at } = await finished(journey, body.operation_id);
      expect(status).toBe('succeeded');
      return (Date.parse(ended_at) - Date.parse(created_at)) / minutes;
    };
    expect(await within(['us-west-2'], { complete_within_minutes: 30 })).toBeCloseTo(30, -1);
    expect(
      (await journey.request('PUT', '/v1/stacks/tool', { complete_within_minutes: 60 })).body.policy
        .complete_within_minutes,
    ).toBe(60);
    expect(await within(['eu-west-1'])).toBeCloseTo(60, -1);
    expect(await expectedIn()).toEqual([]);
    await journey.request('PUT', '/v1/stacks/tool', { regions: ['eu-west-1'] });
    expect(await expectedIn()).toEqual(['eu-west-1']);
  });

  test('is refused before anything is copied when EC2 takes no such time', async () => {
    const before = journey.local.calls.length;
    const answer = await journey.request('POST', `/v1/images/${run.ami_id}/replicas`, {
      regions: ['eu-central-1'],
      complete_within_minutes: 20,
    });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        name: 'InvalidRequest',
        detail: expect.stringContaining("'complete_within_minutes' is 20: it must be a multiple of 15 minutes"),
      },
    });
    expect(journey.local.calls.slice(before).filter(({ action }) => action === 'CopyImage')).toEqual([]);
  });
});

describe('the quota of concurrent copies', () => {
  test('is waited for, and the copy made then', async () => {
    const journey = await localStack({ ec2: { limits: { concurrentCopies: 1 } } });
    const { clock, local } = journey;
    const runs = await clock.until(
      Promise.all(['one', 'two'].map((stack) => buildSmall(journey, { stack, regions: ['us-west-2'] }))),
    );
    expect(runs.map(({ status, failure }) => ({ status, failure }))).toEqual([
      { status: 'succeeded' },
      { status: 'succeeded' },
    ]);
    expect(local.calls.some(({ action, error }) => action === 'CopyImage' && error === 'ResourceLimitExceeded')).toBe(
      true,
    );
  });
});
