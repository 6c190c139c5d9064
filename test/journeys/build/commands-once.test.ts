import type { Call, Service } from '../../../local/kernel/types';
import { leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { loseAnswers } from '../../kit/lost-answers';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, provisioned, script } from '../../kit/small-recipe';

/** The script counts how often it ran; the test of the image looks at the count. */
const counting = {
  ...provisioned('sleep 90', 'echo run >>/opt/runs', 'echo tool >/opt/tool'),
  test: {
    run: script('sleep 90', 'echo run >>/opt/tests', 'test "$(cat /opt/tests)" = run', 'test "$(cat /opt/runs)" = run'),
    timeout: '5m',
  },
};

const sent = (journey: Journey): string[] =>
  journey.local.calls
    .filter(({ action, error }) => action === 'SendCommand' && error !== 'InvalidInstanceId')
    .map(({ principal }) => principal.split('/').at(-1) ?? '');

async function expectOnce(journey: Journey): Promise<void> {
  const run = await buildSmall(journey, counting);
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  const { tests } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
  expect(tests).toMatchObject([{ verdict: 'passed' }]);
  await journey.advance(1 * minutes);
  expect(await leftovers(journey)).toEqual([]);
}

describe('a script runs once', () => {
  test('when the answer to its request is lost: the command is found by its comment', async () => {
    const journey = await localStack();
    const count = loseAnswers(journey, 'SendCommand', 3, 'ssm');
    await expectOnce(journey);
    expect(count.lost).toBe(3);
    expect(sent(journey)).toHaveLength(3);
  });

  test('when Systems Manager does not list the command either: the second waits on the instance for the first', async () => {
    const journey = await localStack();
    const count = loseAnswers(journey, 'SendCommand', 3, 'ssm');
    hideCommands(journey);
    await expectOnce(journey);
    expect(count.lost).toBe(3);
    expect(sent(journey).length).toBeGreaterThan(3);
  });
});

test('the last script is sent again when its first try ended before it was sent', async () => {
  const journey = await localStack();
  const failing = { left: 9 };
  const unwell = ({ action, input, principal }: Call): boolean =>
    action === 'SendCommand' &&
    principal.arn.includes('clean-builder') &&
    input.Comment.endsWith(' clean') &&
    failing.left-- > 0;
  refuseCalls(journey, unwell, 'InternalServerError', 'An error occurred on the server side.', 'ssm', 500);
  await expectOnce(journey);
  expect(failing.left).toBeLessThan(0);
});

/** Lets Systems Manager list no commands. */
function hideCommands(journey: Journey): void {
  const { services } = journey.local.world;
  const inner = services.get('ssm') as Service;
  services.set('ssm', { call: async (call) => (call.action === 'ListCommands' ? { Commands: [] } : inner.call(call)) });
}
