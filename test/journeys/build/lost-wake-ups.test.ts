import { home, hours, localStack, minutes } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, startSmall } from '../../kit/small-recipe';

const deaths = (['DeleteItem', 'SendTaskSuccess'] as const).flatMap((action) => [
  { action, after: false },
  { action, after: true },
]);

test.each(deaths)(
  'a build goes on though every function that completes a wait dies at $action, after it took effect: $after',
  async ({ action, after }) => {
    const journey = await localStack();
    const killed = ['complete-waits', 'sweep-waits'].map((name) =>
      killFunction(journey, `spawn-dev-${name}`, { when: (call) => call.action === action, after }, 3),
    );
    const run = await buildSmall(journey);
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    expect(killed.reduce((sum, each) => sum + each.killed, 0)).toBeGreaterThan(2);
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeLessThan(1 * hours);
  },
);

test('a wait that cannot be answered does not keep the others waiting, and the sweeper tells of it', async () => {
  const journey = await localStack({ events: { dropEvents: () => true } });
  const refused = new Set<string>();
  refuseCalls(
    journey,
    ({ action, input }) => {
      if (!action.startsWith('SendTask')) return false;
      if (refused.size === 0) refused.add(input.taskToken as string);
      return refused.has(input.taskToken as string);
    },
    'AccessDeniedException',
    'not this one',
    'states',
  );
  const first = await startSmall(journey, { stack: 'first', limits: { ready: '2h' } });
  // Its agent has registered by then, and the sweeper has tried to answer its wait.
  await journey.advance(5 * minutes);
  expect(refused.size).toBe(1);
  expect(await buildSmall(journey, { stack: 'second' })).toMatchObject({ status: 'succeeded' });
  expect((await journey.request('GET', `/v1/builds/${first}`)).body).toMatchObject({
    status: 'running',
    stages: [{ name: 'plan' }, { name: 'launch', status: 'running' }],
  });
  await journey.advance(5 * minutes);
  const { Messages } = await journey.clock.until(
    journey.local.call('sqs', 'ReceiveMessage', home, {
      QueueUrl: `https://sqs.${home}.amazonaws.com/123456789012/spawn-dev-dead-letters`,
    }),
  );
  expect(JSON.stringify(Messages)).toContain('LeftBehind');
});
