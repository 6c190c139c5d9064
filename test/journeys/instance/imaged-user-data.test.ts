import { launched, runOn } from '../../kit/command';
import { finished, home, hours, localStack, type Journey } from '../../kit/journey';
import { script } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const userData = '#!/bin/bash\nsleep 7200\necho done >/opt/done\n';

describe('an image of an instance on which user data still runs', () => {
  let journey: Journey;
  let instance: string;
  const ended = async (name: string, body: object = {}): Promise<any> => {
    const answer = await journey.request('POST', '/v1/images', { instance, name, ...body });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return finished(journey, answer.body.operation_id);
  };
  const images = async (): Promise<any[]> => (await journey.ec2('DescribeImages', { Owners: ['self'] })).Images;
  const states = () => journey.local.ec2.instance(home, instance)?.instance.state;

  beforeAll(async () => {
    journey = await localStack();
    instance = (await launched(journey, { name: 'busy', ttl: '12h', user_data: userData })).instance.instance_id;
  });

  test('is refused by name before anything is made, which says how to wait', async () => {
    const run = await ended('half-1');
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'UserDataRunning' } });
    expect(run.failure.message).toContain(`spawn connect ${instance} -- cloud-init status --wait`);
    expect(run.failure.message).toContain('--force');
    expect([await images(), states()]).toEqual([[], 'running']);
  });

  test('is refused before its cleanup script runs, and before it is stopped', async () => {
    const run = await ended('half-2', { cleanup_script: script('touch /opt/cleaned'), stop: true });
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'UserDataRunning' } });
    expect((await runOn(journey, instance, ['ls /opt/cleaned 2>&1'])).output).toContain('No such file');
    expect([await images(), states()]).toEqual([[], 'running']);
  });

  test('is made with --force', async () => {
    const sent = await spawnIn(journey, ['create-ami', instance, '--name', 'half-3', '--force', '--wait']);
    expect(sent).toMatchObject({ code: 0 });
    expect((await images()).map(({ Name }) => Name)).toEqual(['half-3']);
  });

  test('is made without it once user data has ended, also after a cleanup script that reboots', async () => {
    await journey.advance(2 * hours);
    expect((await runOn(journey, instance, ['cloud-init status; cat /opt/done'])).output).toBe('status: done\ndone\n');
    const reboots = script('[ -e /opt/once ] || { touch /opt/once; exit 194; }');
    expect(await ended('whole-1', { cleanup_script: reboots })).toMatchObject({ status: 'succeeded' });
  });

  test.each([
    ['without cloud-init', 'rm -f /usr/bin/cloud-init'],
    ['with one that does not answer', `printf '#!/bin/bash\\nexit 1\\n' >/usr/bin/cloud-init`],
    [
      'with one that says that it has recovered',
      `printf '#!/bin/bash\\necho "status: done"; exit 2\\n' >/usr/bin/cloud-init`,
    ],
  ])('is made of an instance %s', async (what, change) => {
    await runOn(journey, instance, [change, 'chmod 755 /usr/bin/cloud-init || true']);
    expect(await ended(`unknown-${what.length}`)).toMatchObject({ status: 'succeeded' });
  });

  test.each(['status: not run', 'status: not started', 'status: error\\nextended_status: error - running'])(
    'is refused where cloud-init says "%s" and ends with 2',
    async (said) => {
      await runOn(journey, instance, [
        `printf '#!/bin/bash\\nprintf "${said.replaceAll('\\n', '\\\\n')}\\\\n"; exit 2\\n' >/usr/bin/cloud-init; chmod 755 /usr/bin/cloud-init`,
      ]);
      expect(await ended(`early-${said.length}`)).toMatchObject({ failure: { name: 'UserDataRunning' } });
    },
  );
});
