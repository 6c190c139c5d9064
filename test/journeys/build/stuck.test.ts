import { finished, hours, leftovers, localStack, minutes } from '../../kit/journey';
import { buildSmall, startSmall } from '../../kit/small-recipe';
import { sweepingEvery, withoutResources } from '../../kit/templates';

describe('a wait that nothing ends is given up at its limit, and nothing is left', () => {
  test('a builder without a way out of its subnet: InstanceUnreachable, and its console is kept', async () => {
    const journey = await localStack({ edit: withoutResources('AWS::EC2::Route') });
    const run = await buildSmall(journey, { limits: { ready: '10m' } });
    expect(run).toMatchObject({
      status: 'failed',
      failure: {
        name: 'InstanceUnreachable',
        stage: 'launch',
        message: expect.stringMatching(
          /Systems Manager cannot reach the instance .* after 10m.*user data: has run; agent: has not registered/,
        ),
      },
    });
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('a builder that does not stop: BuilderNotStopped', async () => {
    const journey = await localStack({ ec2: { latencies: { instanceStop: [10 * hours, 10 * hours] } } });
    const run = await buildSmall(journey, { limits: { stop: '10m' } });
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'BuilderNotStopped', stage: 'stop', message: expect.stringMatching(/10m.*limits\.stop/) },
    });
    await journey.advance(31 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('an image that stays pending: ImageTimedOut at its limit, and its candidate goes', async () => {
    const journey = await localStack({ ec2: { latencies: { image: [30 * hours, 30 * hours] } } });
    const run = await buildSmall(journey, { limits: { image: '2h' } });
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'ImageTimedOut', stage: 'image', message: expect.stringMatching(/2h.*limits\.image/) },
    });
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeLessThan(2.2 * hours);
    await journey.advance(31 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('an image that takes twenty hours is waited for', async () => {
    const journey = await localStack({
      edit: sweepingEvery(10),
      ec2: { latencies: { image: [20 * hours, 20 * hours] } },
    });
    const id = await startSmall(journey);
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  }, 240_000);
});
