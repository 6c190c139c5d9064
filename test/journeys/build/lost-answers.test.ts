import { home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { loseAnswers, loseFunctionAnswer } from '../../kit/lost-answers';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';

const recipe = { regions: ['us-west-2'] };

/** One builder, one test instance, one image and one copy: nothing twice, nothing left. */
async function expectOneOfEach(journey: Journey): Promise<void> {
  const run = await buildSmall(journey, recipe);
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  await journey.advance(1 * minutes);
  expect(journey.local.ec2.instances(home)).toHaveLength(2);
  const images = journey.local.ec2.holdings().flatMap((held) => held.images.map(() => held.region));
  expect(images.sort()).toEqual([home, 'us-west-2']);
  expect(await leftovers(journey)).toEqual([]);
}

test.each(['RunInstances', 'CreateImage', 'CopyImage', 'StopInstances', 'CreateTags', 'TerminateInstances'])(
  'a lost answer of %s makes nothing twice',
  async (action) => {
    const journey = await localStack();
    const count = loseAnswers(journey, action, 2);
    await expectOneOfEach(journey);
    expect(count.lost).toBeGreaterThan(0);
  },
);

test.each([
  'launch-builder',
  'run-script',
  'create-image',
  'catalog-image',
  'publish-image',
  'copy-image',
  'publish-replica',
  'record-outcome',
])('a lost answer of the function %s makes nothing twice', async (name) => {
  const journey = await localStack();
  const count = loseFunctionAnswer(journey, `spawn-dev-${name}`);
  await expectOneOfEach(journey);
  expect(count.lost).toBe(1);
});

test('what was launched is found by the retry of its step where no answer ever comes', async () => {
  const journey = await localStack();
  const count = loseAnswers(journey, 'RunInstances', Infinity);
  await expectOneOfEach(journey);
  expect(count.lost).toBeGreaterThan(8);
});

test('a service that is never well again fails the build, and what came to be is removed', async () => {
  const journey = await localStack();
  refuseCalls(
    journey,
    ({ action }) => action === 'StopInstances',
    'InternalError',
    'An internal error has occurred',
    'ec2',
    500,
  );
  expect(await buildSmall(journey)).toMatchObject({
    status: 'failed',
    failure: { name: 'AwsUnavailable', stage: 'stop' },
  });
  await journey.advance(31 * minutes);
  expect(await leftovers(journey)).toEqual([]);
});
