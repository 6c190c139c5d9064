import { assemblyOf, homeAccount } from '../../kit/assemblies';
import { home, localStack, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';

const west = 'us-west-2';

describe('the owners of what uses an image', () => {
  let journey: Journey;
  let id: string;
  let copy: string;
  let server: string;
  const call = (service: string, action: string, input: object, region = home) =>
    journey.clock.until(journey.local.call(service, action, region, input));
  const owner = (name: string) => [{ Key: 'owner', Value: name }];
  const launch = async (name: string): Promise<string> =>
    (await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami: id, name })).body.instance
      .instance_id;
  const told = () =>
    journey.local.topics
      .topic(`arn:aws:sns:us-east-1:${homeAccount}:spawn-next-alarms`)!
      .published.map(({ message }) => JSON.parse(message))
      .filter((event) => event['detail-type'] === 'Image In Use')
      .map(({ detail }) => detail);

  beforeAll(async () => {
    journey = await localStack({ assembly: assemblyOf('next') });
    const run = await buildSmall(journey, { regions: [west] });
    [id, copy] = [run.ami_id, run.replicas[0].ami_id];
    server = await launch('demo');
    await launch('nobody');
    await journey.advance(60_000);
    await journey.ec2('CreateTags', { Resources: [server], Tags: owner('ann') });
    const template = {
      LaunchTemplateName: 'web',
      LaunchTemplateData: { ImageId: copy },
      TagSpecifications: [{ ResourceType: 'launch-template', Tags: owner('ann') }],
    };
    await call('ec2', 'CreateLaunchTemplate', template, west);
    const group = {
      AutoScalingGroupName: 'web',
      LaunchTemplate: { LaunchTemplateName: 'web' },
      MinSize: 0,
      MaxSize: 2,
      Tags: [{ ...owner('bob')[0], PropagateAtLaunch: true }],
    };
    await call('autoscaling', 'CreateAutoScalingGroup', group, west);
  }, 120_000);

  test('are shown beforehand, by a request that changes nothing', async () => {
    const { status, body } = await journey.request('GET', `/v1/images/${id}/owners`);
    expect([status, body.owner_tag, body.unread]).toEqual([200, 'owner', []]);
    const kinds = body.owners.map((each: any) => [
      each.owner,
      each.uses.map(({ kind, region }: any) => `${kind} ${region}`),
    ]);
    expect(kinds).toEqual([
      ['ann', [`instance ${home}`, `launch-template ${west}`]],
      ['bob', [`auto-scaling-group ${west}`]],
      [undefined, [`instance ${home}`]],
    ]);
    expect((await journey.request('GET', `/v1/images/${id}/owners?region=${west}`)).body.owners).toHaveLength(2);
    expect((await journey.request('GET', `/v1/images/${id}`)).body.deprecated).toBe(false);
    expect(told()).toEqual([]);
  });

  test('are told about new findings, and not again while these are the same', async () => {
    await journey.local.call('inspector2', 'Enable', home, { resourceTypes: ['EC2'] });
    journey.local.inspector.found(home, id, { critical: 1, instances: 1 });
    for (let nights = 0; nights < 2; nights += 1) {
      await nightly(journey, [home, west], 'next');
      await journey.advance(60_000);
    }
    // The findings are those of the image in this region: bob uses the copy in the other one.
    expect(told().map(({ owner: name, because, to }) => [name, because, to.critical])).toEqual([
      ['ann', 'findings', 1],
      [null, 'findings', 1],
    ]);
  });

  test('are told when it is deprecated: one event for each owner, and one for what has none', async () => {
    const before = told().length;
    await journey.request('POST', `/v1/images/${id}/deprecation`, { reason: 'superseded' });
    await journey.advance(60_000);
    const since = told().slice(before);
    expect(since.map(({ owner: name, because, reason, count }) => [name, because, reason, count])).toEqual([
      ['ann', 'deprecated', 'superseded', 2],
      ['bob', 'deprecated', 'superseded', 1],
      [null, 'deprecated', 'superseded', 1],
    ]);
    expect(since[0]).toMatchObject({
      ami_id: id,
      stack: 'tool',
      notification: {
        text: expect.stringContaining(`ann still uses tool 1.0.0 (${id}) (deprecated: superseded): instance ${server}`),
      },
      uses: expect.arrayContaining([expect.objectContaining({ name: server, kind: 'instance', ami_id: id })]),
    });
  });

  test('are in the report of the night while they use it', async () => {
    await nightly(journey, [home, west], 'next');
    const { steps, text } = (await journey.request('GET', '/v1/nightly/latest')).body;
    expect(steps.usage).toMatchObject({ owners: 2, resources: 4 });
    expect(steps.usage.lines[0]).toMatch(
      /^ann: 2 resources \(instance i-\w+ in us-east-1, launch template lt-\w+ in us-west-2\) with tool-.*, deprecated/,
    );
    expect(text).toContain('  - ann: 2 resources');
  });

  test('are told once each when it is revoked with its copies', async () => {
    const before = told().length;
    await journey.request('POST', `/v1/images/${id}/revocation`, { reason: 'CVE-2026-1' });
    await journey.advance(60_000);
    const since = told().slice(before);
    expect(since.map(({ owner: name, because }) => `${name} ${because}`)).toEqual([
      'ann revoked',
      'bob revoked',
      'null revoked',
    ]);
  });
});
