import { launched, runOn } from '../../kit/command';
import { finished, home, localStack, minutes, type Journey } from '../../kit/journey';
import { script } from '../../kit/small-recipe';
import { messagesOf } from '../../cli/kit/json-output';
import { spawnIn } from '../../kit/spawn-in';

const key = 'AKIA2E0A8F3B244C9986';

describe('the instance that an image is made of', () => {
  let journey: Journey;
  let instance: string;
  const create = (name: string, body: object = {}) =>
    journey.request('POST', '/v1/images', { instance, name, ...body });
  const ended = async (name: string, body: object = {}): Promise<any> => {
    const answer = await create(name, body);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return finished(journey, answer.body.operation_id);
  };
  const on = (...lines: string[]) => runOn(journey, instance, lines);
  const named = async (name: string): Promise<any[]> =>
    (await journey.ec2('DescribeImages', { Owners: ['self'], Filters: [{ Name: 'name', Values: [name] }] })).Images;
  const waivers = async (id: string): Promise<string[]> =>
    (await journey.request('GET', `/v1/images/${id}`)).body.events
      .filter(({ action }: any) => action === 'waived')
      .map(({ detail }: any) => detail);

  beforeAll(async () => {
    journey = await localStack();
    instance = (await launched(journey, { name: 'workbench', ttl: '12h' })).instance.instance_id;
    await on('mkdir -p /root/.aws', `printf '[default]\\naws_access_key_id = ${key}\\n' >/root/.aws/credentials`);
  }, 120_000);

  test('that holds credentials makes no image, and is told with file and rule but without the secret', async () => {
    const run = await ended('leaky-1');
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'ResidueFound', stage: 'clean' } });
    expect(run.failure.message).toContain(`${instance} contains`);
    expect(run.failure.message).toContain('/root/.aws/credentials');
    expect(run.failure.message).toContain('--cleanup-script');
    expect(JSON.stringify(run)).not.toContain(key);
    expect(await named('leaky-1')).toEqual([]);
  });

  test('is searched after its cleanup script', async () => {
    const run = await ended('clean-1', { cleanup_script: script('mv /root/.aws /run/aws') });
    expect(run).toMatchObject({ status: 'succeeded' });
    await on('mv /run/aws /root/.aws');
  });

  test('may hold what is waived by its path, and the history of the image keeps the reason', async () => {
    const sent = await spawnIn(journey, [
      'create-ami',
      instance,
      '--name',
      'waived-1',
      '--waive',
      '/root/.aws/*=a key that opens nothing',
      '--wait',
      '-o',
      'json',
    ]);
    expect(sent).toMatchObject({ code: 0 });
    const { ami_id } = JSON.parse(sent.out);
    expect(await waivers(ami_id)).toEqual(['/root/.aws/*: a key that opens nothing']);
    // What belongs to the instance is a warning.
    expect(messagesOf(sent.err).join('\n')).toMatch(
      /warning: the image contains state of i-\w+: .*host-keys.*remove it with --cleanup-script/,
    );
  });

  test('that runs without an agent makes no image unless that is waived with a reason', async () => {
    await on('rm -rf /root/.aws');
    const { Images } = await journey.ec2('DescribeImages', {
      Owners: ['amazon'],
      Filters: [{ Name: 'name', Values: ['al2023-ami-2023*-x86_64'] }],
    });
    const tags = [{ ResourceType: 'instance', Tags: [{ Key: 'spawn:managed', Value: 'true' }] }];
    const { Instances } = await journey.ec2('RunInstances', {
      ImageId: Images[0].ImageId,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: tags,
    });
    const silent = Instances[0].InstanceId;
    await journey.advance(15 * minutes);
    const refused = await journey.request('POST', '/v1/images', { instance: silent, name: 'silent-1' });
    expect(refused).toMatchObject({
      status: 409,
      body: { name: 'WrongState', detail: expect.stringContaining('--waive unsearched') },
    });
    const waived = { instance: silent, name: 'silent-1', waivers: [{ what: 'unsearched', reason: 'a clean base' }] };
    const run = await finished(journey, (await journey.request('POST', '/v1/images', waived)).body.operation_id);
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(await waivers(run.ami_id)).toEqual(['unsearched: a clean base']);
  });

  test('that was started a moment ago is searched once its agent has registered', async () => {
    const { body } = await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', name: 'fresh' });
    await journey.advance(20_000);
    const answer = await journey.request('POST', '/v1/images', {
      instance: body.instance.instance_id,
      name: 'fresh-1',
    });
    expect(answer.status).toBe(202);
    expect(await finished(journey, answer.body.operation_id)).toMatchObject({ status: 'succeeded' });
    expect(
      journey.local.calls.filter(({ action, region }) => action === 'SendCommand' && region === home).length,
    ).toBeGreaterThan(1);
  });

  test('that is stopped makes no image unless that is waived with a reason', async () => {
    await journey.ec2('StopInstances', { InstanceIds: [instance] });
    await journey.advance(5 * minutes);
    expect(await create('stopped-1')).toMatchObject({
      status: 409,
      body: { name: 'WrongState', detail: expect.stringContaining('is stopped and cannot be searched') },
    });
    const sent = await spawnIn(journey, [
      'create-ami',
      instance,
      '--name',
      'stopped-1',
      '--waive',
      'unsearched=it was searched by hand',
      '--wait',
    ]);
    expect(sent).toMatchObject({ code: 0 });
    expect(
      (await spawnIn(journey, ['create-ami', instance, '--name', 'stopped-2', '--waive', 'unsearched'])).code,
    ).toBe(2);
    expect(await create('stopped-2', { waivers: [{ what: 'secrets', reason: 'x' }] })).toMatchObject({ status: 400 });
  });
});
