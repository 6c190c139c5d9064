import { launched, runOn } from '../../kit/command';
import { finished, home, localStack, minutes, type Journey } from '../../kit/journey';
import { messagesOf } from '../../cli/kit/json-output';
import { spawnIn } from '../../kit/spawn-in';

const writes = `systemd-run --unit=writer bash -c 'while true; do date +%s >/opt/heartbeat; sleep 1; done'`;

describe('an image of an instance that goes on writing', () => {
  let journey: Journey;
  let instance: string;
  const create = async (name: string, body: object = {}): Promise<any> => {
    const answer = await journey.request('POST', '/v1/images', { instance, name, ...body });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return finished(journey, answer.body.operation_id);
  };
  const imageOf = async (id: string): Promise<any> =>
    (await journey.ec2('DescribeImages', { ImageIds: [id] })).Images[0];
  const tagOf = async (id: string): Promise<string | undefined> =>
    (await imageOf(id)).Tags.find(({ Key }: any) => Key === 'spawn:consistency')?.Value;
  const heartbeatIn = async (amiId: string): Promise<string> => {
    const { instance: made } = await launched(journey, { ami: amiId, ttl: '4h' });
    return (await runOn(journey, made.instance_id, ['cat /opt/heartbeat'])).output.trim();
  };
  const stateOf = async (): Promise<string> =>
    (await journey.ec2('DescribeInstances', { InstanceIds: [instance] })).Reservations[0].Instances[0].State.Name;

  beforeAll(async () => {
    journey = await localStack();
    instance = (await launched(journey, { name: 'workbench', ttl: '24h' })).instance.instance_id;
    await runOn(journey, instance, [writes]);
  }, 120_000);

  test('is consistent by a freeze, which the instance ends as soon as the snapshots have started', async () => {
    const run = await create('frozen-1');
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(await tagOf(run.ami_id)).toBe('file-system');
    expect((await journey.request('GET', `/v1/images/${run.ami_id}`)).body.tags['spawn:consistency']).toBe(
      'file-system',
    );
    const { Snapshots } = await journey.ec2('DescribeSnapshots', {
      Filters: [{ Name: 'tag:spawn:build-id', Values: [run.build_id] }],
    });
    expect(Snapshots[0].Tags).toContainEqual({ Key: 'spawn:consistency', Value: 'file-system' });
    expect(run.warnings.join(' ')).not.toContain('crash-consistent');
    expect(await heartbeatIn(run.ami_id)).toMatch(/^\d+$/);
    // The writer has gone on.
    const { output } = await runOn(journey, instance, ['sleep 3; cat /opt/heartbeat']);
    expect(Number(output)).toBeGreaterThan(journey.clock.now() / 1000 - 30);
  });

  test('is crash-consistent without a freeze, and says so', async () => {
    const sent = await spawnIn(journey, [
      'create-ami',
      instance,
      '--name',
      'crashed-1',
      '--no-freeze',
      '--wait',
      '-o',
      'json',
    ]);
    expect(sent).toMatchObject({ code: 0 });
    expect(messagesOf(sent.err).join('\n')).toContain(
      `warning: the image is crash-consistent, because the file systems of ${instance}`,
    );
    const { ami_id, tags } = JSON.parse(sent.out);
    expect(tags['spawn:consistency']).toBe('crash');
    expect(await tagOf(ami_id)).toBe('crash');
    expect(await heartbeatIn(ami_id)).toBe('');
  });

  test('is crash-consistent where nothing can freeze, with the reason', async () => {
    await runOn(journey, instance, ['mv /usr/sbin/fsfreeze /opt/fsfreeze']);
    const run = await create('unfrozen-1');
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(run.warnings.join(' ')).toContain('could not be frozen (fsfreeze is not installed)');
    expect(await tagOf(run.ami_id)).toBe('crash');
    await runOn(journey, instance, ['mv /opt/fsfreeze /usr/sbin/fsfreeze']);
  });

  test('is consistent by a stop, after which the instance is started again', async () => {
    const run = await create('stopped-1', { stop: true });
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(await tagOf(run.ami_id)).toBe('file-system');
    await journey.advance(2 * minutes);
    expect(await stateOf()).toBe('running');
    const calls = journey.local.calls.filter(({ region }) => region === home).map(({ action }) => action);
    const order = ['StopInstances', 'StartInstances'].map((action) => calls.lastIndexOf(action));
    expect(calls.lastIndexOf('CreateImage')).toBeGreaterThan(order[0] ?? 0);
    expect(calls.lastIndexOf('CreateImage')).toBeLessThan(order[1] ?? 0);
  });

  test('is cancelled while the instance stops, and the instance is started again', async () => {
    const { body } = await journey.request('POST', '/v1/images', {
      instance,
      name: 'cancelled-1',
      stop: true,
      waivers: [{ what: 'unsearched', reason: 'a test' }],
    });
    for (let tries = 0; tries < 200 && (await stateOf()) === 'running'; tries += 1) await journey.advance(5_000);
    await journey.request('DELETE', `/v1/builds/${body.operation_id}`);
    expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'cancelled' });
    await journey.advance(5 * minutes);
    expect(await stateOf()).toBe('running');
  });

  test('is either rebooted or stopped, not both', async () => {
    const answer = await journey.request('POST', '/v1/images', { instance, name: 'both-1', stop: true, reboot: true });
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('not both') } });
  });
});
