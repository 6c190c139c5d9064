import { tagKeys } from '../../../core/tags';
import { launched, online, runOn } from '../../kit/command';
import { finished, home, hours, leftovers, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { buildSmall, script } from '../../kit/small-recipe';

const stateOf = (journey: Journey, id: string): string | undefined =>
  journey.local.ec2.instance(home, id)?.instance.state;

describe('create-ami: an image of an instance that somebody prepared', () => {
  let journey: Journey;
  let instance: string;
  beforeAll(async () => {
    journey = await localStack();
    instance = (await launched(journey, { name: 'Workbench', ttl: '12h' })).instance.instance_id;
    expect(await runOn(journey, instance, ['echo data >/opt/data; echo secret >/root/.bash_history'])).toMatchObject({
      status: 'Success',
    });
  });

  test('by its name, cleaned first, tagged on image and snapshots, published, the instance running on', async () => {
    const answer = await journey.request('POST', '/v1/images', {
      instance: 'workbench',
      name: 'bench-1',
      tags: { stack: 'bench', version: '1.0.0', team: 'ml' },
      cleanup_script: script('rm -f /root/.bash_history'),
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { name: 'bench-1', state: 'pending', source_instance_id: instance, kind: 'create' },
    });
    const run = await finished(journey, answer.body.operation_id);
    expect(run).toMatchObject({ status: 'succeeded' });
    const { body: image } = await journey.request('GET', `/v1/images/${run.ami_id}`);
    expect(image).toMatchObject({
      name: 'bench-1',
      stack: 'bench',
      version: '1.0.0',
      base_os: 'al2023',
      lifecycle: 'published',
      state: 'available',
      tags: { team: 'ml', [tagKeys.stack]: 'bench', [tagKeys.createdFrom]: instance },
    });
    const { Snapshots } = await journey.ec2('DescribeSnapshots', {
      SnapshotIds: image.snapshots.map(({ snapshot_id }: any) => snapshot_id),
    });
    expect(tagOf(Snapshots[0].Tags, 'team')).toBe('ml');
    expect(stateOf(journey, instance)).toBe('running');
    const copy = (await launched(journey, { stack: 'bench', version: '1.0.0' })).instance.instance_id;
    expect((await runOn(journey, copy, ['cat /opt/data; ls -A /root | grep history || echo clean'])).output).toBe(
      'data\nclean\n',
    );
    await journey.request('DELETE', `/v1/instances/${copy}`);
  });

  test('without a reboot unless it is asked for', async () => {
    const create = async (name: string, reboot: boolean): Promise<any> =>
      finished(journey, (await journey.request('POST', '/v1/images', { instance, name, reboot })).body.operation_id);
    // What lies in memory is lost by a reboot.
    const marked = async (): Promise<boolean> =>
      (await runOn(journey, instance, ['test -e /run/mark && echo yes || touch /run/mark'])).output === 'yes\n';
    expect(await marked()).toBe(false);
    expect(await create('bench-2', false)).toMatchObject({ status: 'succeeded' });
    expect(await marked()).toBe(true);
    expect(await create('bench-3', true)).toMatchObject({ status: 'succeeded' });
    await online(journey, instance);
    expect(await marked()).toBe(false);
  });

  test('fails when the cleanup script fails, and makes no image', async () => {
    const answer = await journey.request('POST', '/v1/images', {
      instance,
      name: 'bench-4',
      cleanup_script: script('exit 9'),
    });
    expect(await finished(journey, answer.body.operation_id)).toMatchObject({
      status: 'failed',
      failure: { name: 'ScriptFailed', stage: 'clean', message: expect.stringMatching(/9/) },
    });
    expect(
      (await journey.ec2('DescribeImages', { Owners: ['self'], Filters: [{ Name: 'name', Values: ['bench-4'] }] }))
        .Images,
    ).toEqual([]);
    expect(stateOf(journey, instance)).toBe('running');
  });
});

describe('test-ami: an image tried again', () => {
  let journey: Journey;
  let ami: string;
  beforeAll(async () => {
    journey = await localStack();
    ami = (await buildSmall(journey)).ami_id;
  });
  const tried = async (body: Record<string, unknown>): Promise<any> =>
    finished(journey, (await journey.request('POST', `/v1/images/${ami}/tests`, body)).body.operation_id);
  const lastTest = async (id: string): Promise<any> =>
    (await journey.request('GET', `/v1/images/${ami}`)).body.tests.find((test: any) => test.build_id === id);

  test('a pass with auto_terminate ends its instance and is kept with the image', async () => {
    const run = await tried({ script: script('test -f /opt/tool'), auto_terminate: true });
    expect(run).toMatchObject({ status: 'succeeded', kind: 'test' });
    expect(await lastTest(run.build_id)).toMatchObject({ verdict: 'passed', exit_code: 0 });
    expect(await leftovers(journey)).toEqual([]);
  });

  test('a failure keeps its instance for two hours, and the reaper ends it then', async () => {
    const run = await tried({ script: script('exit 4'), auto_terminate: true });
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'TestFailed' } });
    const test = await lastTest(run.build_id);
    expect(test).toMatchObject({ verdict: 'failed', exit_code: 4 });
    expect(Date.parse(test.kept_until) - Date.parse(test.tested_at)).toBeGreaterThan(1.9 * hours);
    await journey.advance(1.9 * hours);
    expect(stateOf(journey, test.instance_id)).toBe('running');
    expect((await runOn(journey, test.instance_id, ['cat /opt/tool'])).output).toBe('tool\n');
    await journey.advance(0.5 * hours);
    expect(await leftovers(journey)).toEqual([]);
    expect((await journey.request('GET', `/v1/images/${ami}`)).body).toMatchObject({
      lifecycle: 'published',
      state: 'available',
    });
  });
});

describe('launched instances', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
  });

  test('with a time to live are ended by the reaper, and those without are not', async () => {
    const short = (await launched(journey, { name: 'short', ttl: '1h' })).instance;
    const long = (await launched(journey, { name: 'long' })).instance;
    expect(short.ttl_deadline).toBe('2026-01-14T11:00:00Z');
    await journey.advance(50 * minutes);
    expect(stateOf(journey, short.instance_id)).toBe('running');
    await journey.advance(30 * minutes);
    expect(stateOf(journey, short.instance_id)).not.toBe('running');
    expect(stateOf(journey, long.instance_id)).toBe('running');
  });

  test('are listed by name, state and tag, and ended by name', async () => {
    await launched(journey, { name: 'listed', tags: { team: 'ml' } });
    expect((await journey.request('GET', '/v1/instances?tag=team%3Dml')).body.instances).toMatchObject([
      { name: 'listed', state: 'running' },
    ]);
    expect((await journey.request('DELETE', '/v1/instances/LISTED')).status).toBe(200);
    await journey.advance(1 * minutes);
    expect((await journey.request('GET', '/v1/instances?name=listed&state=running')).body.instances).toEqual([]);
  });

  test('tell by a tag that they are done, which their own user data may set', async () => {
    const { instance } = await launched(journey, {
      name: 'worker',
      user_data: `#!/bin/bash\ntoken=$(curl -s -X PUT http://169.254.169.254/latest/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60')\nid=$(curl -s -H "X-aws-ec2-metadata-token: $token" http://169.254.169.254/latest/meta-data/instance-id)\naws ec2 create-tags --resources $id --tags Key=${tagKeys.buildComplete},Value=true`,
    });
    await journey.advance(2 * minutes);
    const { body } = await journey.request('GET', `/v1/instances?name=${instance.instance_id}`);
    expect(body.instances[0].tags).toMatchObject({ [tagKeys.buildComplete]: 'true' });
  });
});

describe('launch: a root volume of another size', () => {
  test('is as large as asked for, and is refused when the image does not fit into it', async () => {
    const journey = await localStack();
    const { instance } = await launched(journey, { name: 'roomy', volume_size_gb: 50 });
    const { Volumes } = await journey.ec2('DescribeVolumes', {
      Filters: [{ Name: 'attachment.instance-id', Values: [instance.instance_id] }],
    });
    expect(Volumes.map(({ Size }: any) => Size)).toEqual([50]);
    const refused = await journey.request('POST', '/v1/instances', {
      name: 'tight',
      instance_type: 'm7i.large',
      volume_size_gb: 2,
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { name: 'InvalidRequest', detail: expect.stringMatching(/2 GB.*requires 8/) },
    });
    await journey.request('DELETE', `/v1/instances/${instance.instance_id}`);
  });
});
