import { build, finished, leftovers, localStack, minutes } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, script, startSmall } from '../../kit/small-recipe';

const testOf = async (journey: Awaited<ReturnType<typeof localStack>>, ami: string): Promise<any> =>
  (await journey.request('GET', `/v1/images/${ami}`)).body.tests[0];

describe('an instance is ready once Systems Manager has its agent online', () => {
  test('not when its user data has run: the first script is sent minutes after that', async () => {
    const journey = await localStack({ machines: { agentSeconds: [240, 240] } });
    const run = await buildSmall(journey);
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    const written = journey.local.calls
      .filter(({ action, principal }) => action === 'SendCommand' && principal.includes('run-script'))
      .map(({ error }) => error);
    expect(written).toEqual([undefined, undefined]);
  });

  test('which Ubuntu’s agent may be six minutes later', async () => {
    const journey = await localStack({ machines: { agentSeconds: [360, 360] } });
    const run = await buildSmall(journey, { base: 'ubuntu-24.04' });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  });

  test('which user data of a builder on Debian installs first, so that its image has one', async () => {
    const journey = await localStack();
    const run = await buildSmall(journey, {
      base: 'debian-12',
      provision: [{ name: 'install', run: script('grep -q ^ID=debian /etc/os-release', 'echo tool >/opt/tool') }],
      test: {
        run: script('dpkg -s amazon-ssm-agent', 'systemctl is-enabled amazon-ssm-agent', 'id admin'),
        timeout: '5m',
      },
    });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    const { base_os } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    expect(base_os).toBe('debian-12');
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('and the time that a test instance took is the time until then, not until somebody looked', async () => {
    const journey = await localStack({ machines: { agentSeconds: [100, 100] } });
    const { ami_id: ami } = await buildSmall(journey);
    const { seconds_to_ready: seconds } = await testOf(journey, ami);
    // Besides its agent: 9 to 15 s to start, and 20 s for the first reads of its volume.
    expect(seconds).toBeGreaterThanOrEqual(129);
    expect(seconds).toBeLessThanOrEqual(138);
  });
});

describe('a script that meets an agent which is not there', () => {
  const offline = 'Instances [[i-1]] not in a valid state for account 123456789012';

  test('is sent again until it is', async () => {
    const journey = await localStack();
    const id = await startSmall(journey);
    await journey.advance(1 * minutes);
    const until = journey.clock.now() + 8 * minutes;
    refuseCalls(
      journey,
      ({ action }) => action === 'SendCommand' && journey.clock.now() < until,
      'InvalidInstanceId',
      offline,
      'ssm',
    );
    const run = await finished(journey, id);
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
  });

  test('is given up as InstanceUnreachable at limits.ready, and nothing is left', async () => {
    const journey = await localStack({ machines: { agentSeconds: [20, 20] } });
    refuseCalls(journey, ({ action }) => action === 'SendCommand', 'InvalidInstanceId', offline, 'ssm');
    const run = await buildSmall(journey, { limits: { ready: '20m' } });
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'InstanceUnreachable', message: expect.stringMatching(/'install' within 20m.*route/) },
    });
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeGreaterThan(20 * minutes);
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeLessThan(26 * minutes);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });
});

describe('what was made a moment ago and is not seen everywhere yet', () => {
  test('is no denial: a build ends well where everything is seen only 150 seconds after it was made', async () => {
    const journey = await localStack({
      ec2: { latencies: { visibility: [150_000, 150_000] } },
      machines: { agentSeconds: [5, 5] },
    });
    const run = await build(journey, 'pytorch-cpu', {
      recipe: (text) => text.replace(/regions: .*/, 'regions: [us-west-2]'),
    });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    await journey.advance(4 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  }, 120_000);

  test('while a denial that stays is told after five minutes, with AWS’s words', async () => {
    const journey = await localStack({ machines: { agentSeconds: [20, 20] } });
    refuseCalls(
      journey,
      ({ action }) => action === 'SendCommand',
      'AccessDeniedException',
      'not authorized to perform: ssm:SendCommand',
      'ssm',
    );
    const run = await buildSmall(journey);
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'PermissionDenied', message: expect.stringContaining('ssm:SendCommand') },
    });
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeGreaterThan(5 * minutes);
    expect(Date.parse(run.ended_at) - Date.parse(run.created_at)).toBeLessThan(9 * minutes);
  });
});

test('a script that installs packages on a fresh Ubuntu waits for the system’s own update, on builder and test instance', async () => {
  const journey = await localStack({ machines: { agentSeconds: [5, 5] } });
  const install = script('apt-get update', 'apt-get install -y jq', 'command -v jq >/opt/tool');
  const run = await buildSmall(journey, {
    base: 'ubuntu-24.04',
    provision: [{ name: 'install', run: install }],
    test: { run: script('apt-get update', 'apt-get install -y tree'), timeout: '5m' },
  });
  expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
});
