import { crashFunctions, killFunction } from '../../kit/killed-functions';
import { home, leftovers, localStack, minutes } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';

const folders =
  /^spawn-dev-(plan-build|launch-|await-|run-script|clean-builder|judge-|stop-builder|create-image|catalog-image|record-|release-|sign-|publish-|terminate-|plan-replication|copy-image)/;

test.each(['before', 'after'] as const)(
  'a build whose functions each die once %s their work ends well, and makes nothing twice',
  async (moment) => {
    const journey = await localStack();
    const crashed = crashFunctions(journey, { names: folders, moment, times: 1 });
    const run = await buildSmall(journey, { regions: ['us-west-2'] });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    expect(crashed.size).toBeGreaterThan(15);
    await journey.advance(1 * minutes);
    expect(journey.local.ec2.instances(home)).toHaveLength(2);
    expect(await leftovers(journey)).toEqual([]);
  },
  120_000,
);

test('a function that dies every time ends the build as FunctionFailed, which says where to look, and nothing is left', async () => {
  const journey = await localStack();
  crashFunctions(journey, { names: /^spawn-dev-judge-residue$/, moment: 'before', times: Infinity });
  expect(await buildSmall(journey)).toMatchObject({
    status: 'failed',
    failure: { name: 'FunctionFailed', stage: 'clean', message: expect.stringMatching(/signal: killed.*log/) },
  });
  await journey.advance(1 * minutes);
  expect(await leftovers(journey)).toEqual([]);
}, 120_000);

test('a table that has no more capacity for a minute is waited for', async () => {
  const journey = await localStack();
  const until = journey.clock.now() + 1 * minutes;
  let refused = 0;
  const exceeds = (call: { principal: { arn: string } }): boolean => {
    const exceeded = /launch-builder/.test(call.principal.arn) && journey.clock.now() < until;
    refused += exceeded ? 1 : 0;
    return exceeded;
  };
  refuseCalls(
    journey,
    exceeds,
    'ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded.',
    'dynamodb',
  );
  expect(await buildSmall(journey)).toMatchObject({ status: 'succeeded' });
  expect(refused).toBeGreaterThan(6);
}, 120_000);

test('a builder whose launch was not answered is the builder, also where a preferred type has capacity again', async () => {
  let full = true;
  const journey = await localStack({ ec2: { capacity: (type) => !(full && type === 'c7i.large') } });
  const killed = killFunction(journey, 'spawn-dev-launch-builder', {
    when: ({ action, input }) => action === 'RunInstances' && input.InstanceType === 'm7i.large' && !(full = false),
    after: true,
  });
  const run = await buildSmall(journey, { instance_types: ['c7i.large', 'm7i.large'], test: undefined });
  expect([run.status, killed.killed]).toEqual(['succeeded', 1]);
  expect(journey.local.ec2.instances(home).map(({ instance }) => instance.type)).toEqual(['m7i.large']);
}, 120_000);
