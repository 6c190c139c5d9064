import { tagKeys } from '../../../core/tags';
import { finished, home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const west = 'us-west-2';
const consent = { Key: tagKeys.rollout, Value: 'dev@us-east-1' };

describe('a channel with launch templates that follow it', () => {
  let journey: Journey;
  let [first, second, third]: any[] = [];
  const copyOf = (run: any): string => run.replicas[0].ami_id;
  const scaling = (action: string, region: string, input: object): Promise<any> =>
    journey.clock.until(journey.local.call('autoscaling', action, region, input));
  const promote = (id: string, body: object = {}) =>
    journey.request('POST', `/v1/images/${id}/promotions`, { channel: 'stable', ...body });
  const templates: Record<string, string> = {};
  const addTemplate = async (
    name: string,
    region: string,
    imageId: string,
    type: string,
    tags: object[] = [consent],
  ) => {
    const { LaunchTemplate } = await journey.ec2(
      'CreateLaunchTemplate',
      {
        LaunchTemplateName: name,
        LaunchTemplateData: { ImageId: imageId, InstanceType: type },
        TagSpecifications: [{ ResourceType: 'launch-template', Tags: tags }],
      },
      region,
    );
    templates[name] = LaunchTemplate.LaunchTemplateId;
  };
  const addGroup = (name: string, region: string, template: string, version: string, size: number) =>
    scaling('CreateAutoScalingGroup', region, {
      AutoScalingGroupName: name,
      LaunchTemplate: { LaunchTemplateName: template, Version: version },
      MinSize: 0,
      MaxSize: 4,
      DesiredCapacity: size,
      Tags: [{ ...consent, PropagateAtLaunch: false }],
    });
  /** The default version of a template, its image and type, and the number of versions. */
  const templateOf = async (name: string, region: string) => {
    const { LaunchTemplateVersions: all } = await journey.ec2(
      'DescribeLaunchTemplateVersions',
      { LaunchTemplateName: name },
      region,
    );
    const { VersionNumber, LaunchTemplateData } = all.find(({ DefaultVersion }: any) => DefaultVersion);
    return [VersionNumber, LaunchTemplateData.ImageId, LaunchTemplateData.InstanceType, all.length];
  };
  /** The images of the instances of a group. */
  const imagesOf = async (name: string, region: string): Promise<string[]> => {
    const { AutoScalingGroups } = await scaling('DescribeAutoScalingGroups', region, { AutoScalingGroupNames: [name] });
    const ids = AutoScalingGroups[0].Instances.map(({ InstanceId }: any) => InstanceId);
    const { Reservations } = await journey.ec2('DescribeInstances', { InstanceIds: ids }, region);
    return Reservations.flatMap(({ Instances }: any) => Instances.map(({ ImageId }: any) => ImageId));
  };
  const follow = (...more: object[]) =>
    journey.request('PUT', '/v1/stacks/tool', {
      launch_templates: [
        { channel: 'stable', variant: 'x86_64', region: west, template: 'batch', groups: ['batch-workers'] },
        { channel: 'stable', variant: 'x86_64', region: home, template: 'web', groups: ['web-front'] },
        ...more,
      ],
    });

  beforeAll(async () => {
    journey = await localStack();
    first = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    second = await buildSmall(journey, { version: '2.0.0', regions: [west] });
    third = await buildSmall(journey, { version: '3.0.0', regions: [west], launch_types: ['m7i.*'] });
    await promote(first.ami_id);
    await addTemplate('web', home, first.ami_id, 'm7i.large');
    await addTemplate('batch', west, copyOf(first), 'c7i.large');
    await addTemplate('other', home, first.ami_id, 'm7i.large');
    await addGroup('web-front', home, 'web', '$Default', 2);
    await addGroup('batch-workers', west, 'batch', '$Latest', 1);
    await addGroup('pinned', home, 'web', '1', 0);
    await journey.advance(5 * minutes);
    expect((await follow()).status).toBe(200);
  }, 240_000);

  test('says beforehand which templates get which version and which groups are refreshed, and changes nothing', async () => {
    const { status, body } = await promote(second.ami_id, { dry_run: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      changed: true,
      dry_run: true,
      channel: { version: '2.0.0', from: { version: '1.0.0' } },
    });
    expect(body.rollout).toEqual({
      templates: [
        {
          region: home,
          template: 'web',
          changes: true,
          from_version: 1,
          from_image: first.ami_id,
          ami_id: second.ami_id,
          groups: ['web-front'],
          obstacles: [],
        },
        expect.objectContaining({ region: west, template: 'batch', ami_id: copyOf(second), groups: ['batch-workers'] }),
      ],
    });
    const { channels } = (await journey.request('GET', '/v1/channels?stack=tool')).body;
    expect(channels[0].version).toBe('1.0.0');
    expect(await templateOf('web', home)).toEqual([1, first.ami_id, 'm7i.large', 1]);
  });

  test('gives each of them a new default version with the image of its region, and replaces the instances', async () => {
    const { body } = await promote(second.ami_id);
    expect(body).toMatchObject({ changed: true, rollout: { operation_id: expect.stringMatching(/^op-/) } });
    // The same request again starts nothing.
    expect((await promote(second.ami_id)).body.rollout.operation_id).toBe(body.rollout.operation_id);
    const run = await finished(journey, body.rollout.operation_id);
    expect([run.status, run.failure]).toEqual(['succeeded', undefined]);
    expect(run).toMatchObject({
      kind: 'rollout',
      stack: 'tool',
      version: '2.0.0',
      templates: [
        { name: 'web', status: 'moved', from_version: 1, version: 2, groups: [{ refresh_id: expect.any(String) }] },
        { name: 'batch', status: 'moved', from_version: 1, version: 2, groups: [{ follows: '$Latest' }] },
      ],
    });
    expect(await templateOf('web', home)).toEqual([2, second.ami_id, 'm7i.large', 2]);
    expect(await templateOf('batch', west)).toEqual([2, copyOf(second), 'c7i.large', 2]);
    expect(await templateOf('other', home)).toEqual([1, first.ami_id, 'm7i.large', 1]);
    expect(await imagesOf('web-front', home)).toEqual([second.ami_id, second.ami_id]);
    expect(await imagesOf('batch-workers', west)).toEqual([copyOf(second)]);
    const { events } = (await journey.request('GET', '/v1/history?stack=tool')).body;
    expect(events.filter(({ action }: any) => action === 'template-changed').map(({ detail }: any) => detail)).toEqual([
      `batch (${templates.batch}) in ${west}: default version 1 → 2, stable of tool is 2.0.0`,
      `web (${templates.web}) in ${home}: default version 1 → 2, stable of tool is 2.0.0`,
    ]);
    expect((await promote(second.ami_id)).body.rollout).not.toHaveProperty('operation_id');
    expect(await templateOf('web', home)).toEqual([2, second.ami_id, 'm7i.large', 2]);
  });

  test('whose release cannot be launched by one group takes every template and group back, and says why', async () => {
    const { body } = await promote(third.ami_id);
    const run = await finished(journey, body.rollout.operation_id);
    expect(run.status).toBe('failed');
    expect(run.failure).toMatchObject({
      name: 'RefreshFailed',
      message: expect.stringMatching(/batch-workers in us-west-2 as Failed: .*c7i\.large.* is not compatible/),
      stage: 'refresh',
    });
    expect(run.warnings).toEqual([expect.stringContaining('the channel stable of tool x86_64 stays at 3.0.0')]);
    expect(run.templates).toMatchObject([
      { status: 'rolled-back', version: 3, rollback_version: 2, groups: [{ rollback_refresh_id: expect.any(String) }] },
      { status: 'rolled-back', version: 3, rollback_version: 4 },
    ]);
    expect(run.templates[1].groups[0]).not.toHaveProperty('rollback_refresh_id');
    expect(await templateOf('web', home)).toEqual([2, second.ami_id, 'm7i.large', 3]);
    // The newest version too, because the group follows $Latest.
    expect(await templateOf('batch', west)).toEqual([4, copyOf(second), 'c7i.large', 4]);
    await journey.advance(10 * minutes);
    expect(await imagesOf('web-front', home)).toEqual([second.ami_id, second.ami_id]);
    expect(await imagesOf('batch-workers', west)).toEqual([copyOf(second)]);
  });

  test('that is rolled back moves templates and groups back', async () => {
    const rolledBack = await journey.request('POST', '/v1/channels/stable/rollback', { stack: 'tool' });
    // They launch it already.
    expect(rolledBack.body).toMatchObject({ channel: { version: '2.0.0' } });
    expect(rolledBack.body.rollout).not.toHaveProperty('operation_id');
    const again = await spawnIn(journey, ['rollback-channel', 'stable', '--stack', 'tool', '--wait']);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('launch template web: a new default version')]);
    expect(await templateOf('web', home)).toEqual([4, first.ami_id, 'm7i.large', 4]);
    expect(await imagesOf('web-front', home)).toEqual([first.ami_id, first.ami_id]);
    expect(await imagesOf('batch-workers', west)).toEqual([copyOf(first)]);
  });

  test('points back itself if the policy says so, and a cancelled rollout takes everything back', async () => {
    await follow({
      channel: 'stable',
      variant: 'x86_64',
      region: home,
      template: 'other',
      roll_back_channel: true,
    });
    const { body } = await promote(second.ami_id);
    await journey.advance(1 * minutes);
    const cancelled = await journey.request('DELETE', `/v1/builds/${body.rollout.operation_id}`);
    expect(cancelled.status).toBe(202);
    const run = await finished(journey, body.rollout.operation_id);
    expect([run.status, run.failure.name]).toEqual(['cancelled', 'BuildCancelled']);
    expect(await templateOf('web', home)).toEqual([4, first.ami_id, 'm7i.large', 5]);
    expect(await imagesOf('web-front', home)).toEqual([first.ami_id, first.ami_id]);
    const { channels } = (await journey.request('GET', '/v1/channels?stack=tool')).body;
    expect(channels[0]).toMatchObject({ version: '1.0.0', action: 'rolled-back', by: expect.stringContaining(':') });
  });

  test('whose rollout is stopped from outside has its templates back, and the record says which group is not', async () => {
    await follow();
    const { body } = await promote(second.ami_id);
    await journey.advance(25_000);
    const id = body.rollout.operation_id;
    const executionArn = (await journey.request('GET', `/v1/operations/${id}`)).body.execution_arn;
    await journey.clock.until(journey.local.call('states', 'StopExecution', home, { executionArn }));
    await journey.advance(1 * minutes);
    const run = (await journey.request('GET', `/v1/operations/${id}`)).body;
    expect(run).toMatchObject({ status: 'cancelled', templates: [{ status: 'rolled-back' }, { status: 'planned' }] });
    expect(run.failure.message).toMatch(
      /not rolled back completely: web-front: the instance refresh .* is being cancel/,
    );
    expect(await templateOf('web', home)).toEqual([4, first.ami_id, 'm7i.large', 6]);
  });

  test('that is promoted again starts another rollout, which waits for the refresh of the first', async () => {
    const { body } = await promote(second.ami_id);
    expect(body.changed).toBe(false);
    const run = await finished(journey, body.rollout.operation_id);
    expect([run.status, run.failure]).toEqual(['succeeded', undefined]);
    expect(await imagesOf('web-front', home)).toEqual([second.ami_id, second.ami_id]);
    expect(await imagesOf('batch-workers', west)).toEqual([copyOf(second)]);
  });

  test('that goes back by itself, because its release is deprecated, takes templates and groups with it', async () => {
    await journey.request('POST', `/v1/images/${second.ami_id}/deprecation`, { reason: 'broken' });
    await journey.advance(1 * minutes);
    const { builds } = (await journey.request('GET', '/v1/builds?kind=rollout&status=running')).body;
    expect(builds).toMatchObject([{ version: '1.0.0' }]);
    expect((await finished(journey, builds[0].build_id)).status).toBe('succeeded');
    expect(await imagesOf('web-front', home)).toEqual([first.ami_id, first.ami_id]);
    expect(await imagesOf('batch-workers', west)).toEqual([copyOf(first)]);
    await journey.request('DELETE', `/v1/images/${second.ami_id}/deprecation`);
  });

  test('is not promoted while a template cannot follow: a fixed version, no consent, no template', async () => {
    await addTemplate('foreign', home, first.ami_id, 'm7i.large', [{ Key: 'team', Value: 'ml' }]);
    await follow(
      { channel: 'stable', variant: 'x86_64', region: home, template: templates.other, groups: ['pinned'] },
      { channel: 'stable', variant: 'x86_64', region: home, template: 'foreign' },
      { channel: 'stable', variant: 'x86_64', region: west, template: 'gone' },
    );
    const { status, body } = await promote(second.ami_id);
    expect([status, body.name]).toEqual([409, 'WrongState']);
    expect(body.detail).toContain('the Auto Scaling group pinned of us-east-1 does not launch from other');
    expect(body.detail).toContain(`foreign of us-east-1 does not have the tag ${tagKeys.rollout}=dev@us-east-1`);
    expect(body.detail).toContain('there is no launch template gone in us-west-2');
    const { channels } = (await journey.request('GET', '/v1/channels?stack=tool')).body;
    expect(channels[0].version).toBe('1.0.0');
    await journey.advance(1 * hours);
    expect(await templateOf('web', home)).toEqual([8, first.ami_id, 'm7i.large', 8]);
  });
});
