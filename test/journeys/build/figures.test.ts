import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { startSmall } from '../../kit/small-recipe';

/**
 * Whether a function made the call for this build: not the sweeper and reaper, which run anyway, and not the instances
 * themselves.
 */
function stepOf(principal: string): boolean {
  const [, role = ''] = /:assumed-role\/spawn-dev-([^/]+)-us-east-1\//.exec(principal) ?? [];
  return role !== '' && !['builder', 'launched', 'sweep-waits', 'reap-leftovers', 'start-runs'].includes(role);
}

// An agent that Systems Manager does not know yet is asked again: how often, chance decides.
const notYetKnown = 'InvalidInstanceId';

/** EC2 and SSM calls of the build's functions, and what its machines cost. */
async function measured(
  journey: Journey,
  recipe: object = {},
): Promise<{ calls: string[]; transitions: number; events: number }> {
  const before = journey.local.calls.length;
  const id = await startSmall(journey, { ...recipe });
  expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
  const made = journey.local.calls
    .slice(before)
    .filter(
      ({ service, principal, error }) => ['ec2', 'ssm'].includes(service) && stepOf(principal) && error !== notYetKnown,
    );
  const executions = (await journey.local.executions()).filter(({ name }) => name.startsWith(id));
  const statistics = executions.map(({ executionArn }) => journey.local.states.statistics(executionArn));
  return {
    calls: made.map(({ service, action }) => `${service}:${action}`),
    transitions: statistics.reduce((sum, { transitions }) => sum + transitions, 0),
    events: statistics.reduce((sum, { historyEvents }) => sum + historyEvents, 0),
  };
}

describe('what one clean build with one test costs', () => {
  let usual: Awaited<ReturnType<typeof measured>>;
  beforeAll(async () => {
    usual = await measured(await localStack());
  });

  test('19 calls of EC2 and Systems Manager with its test, and 13 without, where 16 is the aim', async () => {
    expect(usual.calls).toHaveLength(19);
    expect((await measured(await localStack(), { test: undefined })).calls).toHaveLength(13);
  });

  test('not one more when the image takes an hour', async () => {
    const slow = await measured(await localStack({ ec2: { latencies: { image: [60 * minutes, 60 * minutes] } } }));
    expect(slow.calls).toEqual(usual.calls);
  });

  test('its state transitions and its events of history keep to the aims of 40 and 200', () => {
    expect({ transitions: usual.transitions, events: usual.events }).toEqual({ transitions: 40, events: 175 });
  });

  test('and leaves one image in its region', async () => {
    const journey = await localStack();
    await measured(journey);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    expect(journey.local.ec2.holdings().find(({ region }) => region === home)?.images).toHaveLength(1);
  });
});
