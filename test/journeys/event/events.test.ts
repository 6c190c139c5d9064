import { home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

const recipe = { regions: ['us-west-2'] };

/** What a build comes to, without ids and times. */
async function endState(journey: Journey): Promise<unknown> {
  const run = await buildSmall(journey, recipe);
  await journey.advance(1 * minutes);
  const { images } = (await journey.request('GET', '/v1/images?region=all')).body;
  return {
    status: run.status,
    failure: run.failure,
    stages: run.stages.map(({ name, status }: any) => `${name} ${status}`),
    images: images
      .map(({ region, name, lifecycle, state, tests }: any) => ({
        region,
        name,
        lifecycle,
        state,
        verdicts: tests?.map(({ verdict }: any) => verdict),
      }))
      .sort((a: any, b: any) => a.region.localeCompare(b.region)),
    left: await leftovers(journey),
  };
}

const seconds = async (journey: Journey): Promise<number> => {
  const [run] = (await journey.request('GET', '/v1/builds')).body.builds;
  return (Date.parse(run.ended_at) - Date.parse(run.created_at)) / 1000;
};

describe('events are hints only', () => {
  let expected: unknown;
  let usual: number;
  beforeAll(async () => {
    const journey = await localStack();
    expected = await endState(journey);
    usual = await seconds(journey);
    expect(expected).toMatchObject({ status: 'succeeded', left: [] });
  });

  test('a build ends the same when every event is lost, a minute later for each of its waits at most', async () => {
    const journey = await localStack({ events: { dropEvents: () => true } });
    expect(await endState(journey)).toEqual(expected);
    expect(await seconds(journey)).toBeLessThan(usual + 9 * 60);
  });

  test('when every event comes three times', async () => {
    const journey = await localStack({ events: { copies: () => 3 } });
    expect(await endState(journey)).toEqual(expected);
    const answers = journey.local.calls.filter(
      ({ action, error }) => action === 'SendTaskSuccess' && error === undefined,
    );
    const waits = journey.local.calls.filter(({ service, action }) => service === 'ec2' && action === 'RunInstances');
    expect(answers.length).toBeGreaterThan(waits.length);
    // Step Functions refuses the second answer to a token, and nobody minds.
    const refusals = journey.local.calls.flatMap(({ action, error }) =>
      action.startsWith('SendTask') && error !== undefined ? [error] : [],
    );
    expect([...new Set(refusals)].filter((error) => error !== 'TaskTimedOut')).toEqual([]);
    const { Messages } = await journey.clock.until(
      journey.local.call('sqs', 'ReceiveMessage', home, {
        QueueUrl: `https://sqs.${home}.amazonaws.com/123456789012/spawn-dev-dead-letters`,
      }),
    );
    expect(Messages).toEqual([]);
  });

  test('when every event is an hour late', async () => {
    const journey = await localStack({ events: { eventDelay: 60 * minutes } });
    expect(await endState(journey)).toEqual(expected);
    await journey.advance(90 * minutes);
    expect(
      journey.local.calls.filter(({ action, error }) => action.startsWith('SendTask') && error !== undefined),
    ).toEqual([]);
  });

  test('no failure of an event is left in the dead letters', async () => {
    const journey = await localStack();
    await endState(journey);
    expect(journey.local.bus.failures).toEqual([]);
    const { Messages } = await journey.clock.until(
      journey.local.call('sqs', 'ReceiveMessage', home, {
        QueueUrl: `https://sqs.${home}.amazonaws.com/123456789012/spawn-dev-dead-letters`,
      }),
    );
    expect(Messages).toEqual([]);
  });
});
