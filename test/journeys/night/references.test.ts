import { home, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';
import { without } from '../../kit/templates';

const west = 'us-west-2';

describe('what uses an image', () => {
  let journey: Journey;
  let id: string;
  let copy: string;
  const usage = async (ami = id, query = '') =>
    (await journey.request('GET', `/v1/images/${ami}/references${query}`)).body;
  const call = (service: string, action: string, input: object, region = home) =>
    journey.clock.until(journey.local.call(service, action, region, input));

  beforeAll(async () => {
    journey = await localStack();
    const run = await buildSmall(journey, { regions: [west] });
    id = run.ami_id;
    copy = run.replicas[0].ami_id;
  }, 120_000);

  test('is nothing at first, and everything could be looked at with the function’s own permissions', async () => {
    await journey.advance(5 * minutes);
    expect(await usage()).toEqual({
      images: [
        { ami_id: id, region: home },
        { ami_id: copy, region: west },
      ],
      references: [],
      unread: [],
    });
  });

  test('is found in all regions of the release: instances, templates, groups, parameters', async () => {
    const { body } = await journey.request('POST', '/v1/instances', {
      instance_type: 'm7i.large',
      ami: id,
      name: 'demo',
    });
    await call(
      'ec2',
      'CreateLaunchTemplate',
      { LaunchTemplateName: 'web', LaunchTemplateData: { ImageId: copy } },
      west,
    );
    await call(
      'autoscaling',
      'CreateAutoScalingGroup',
      {
        AutoScalingGroupName: 'web',
        LaunchTemplate: { LaunchTemplateName: 'web', Version: '$Latest' },
        MinSize: 0,
        MaxSize: 2,
      },
      west,
    );
    await call('ssm', 'PutParameter', { Name: '/golden/tool', Value: id, Type: 'String', DataType: 'aws:ec2:image' });
    await journey.advance(60_000);
    const { references, unread } = await usage();
    expect(unread).toEqual([]);
    expect(references).toMatchObject([
      { kind: 'instance', name: body.instance.instance_id, region: home, ami_id: id, detail: 'running, demo' },
      { kind: 'ssm-parameter', name: '/golden/tool', region: home },
      { kind: 'launch-template', region: west, ami_id: copy },
      { kind: 'auto-scaling-group', name: 'web', region: west, detail: 'capacity 0' },
    ]);
    expect((await usage(id, `?region=${west}`)).references).toHaveLength(2);
  });

  test('is found in as many versions of a launch template as is asked for', async () => {
    const template = { LaunchTemplateName: 'old' };
    await call('ec2', 'CreateLaunchTemplate', { ...template, LaunchTemplateData: { ImageId: id } });
    for (const version of [2, 3])
      await call('ec2', 'CreateLaunchTemplateVersion', {
        ...template,
        VersionDescription: `${version}`,
        LaunchTemplateData: { InstanceType: 'm7i.large' },
      });
    await call('ec2', 'ModifyLaunchTemplate', { ...template, DefaultVersion: '3' });
    await journey.advance(60_000);
    const templates = async (query: string): Promise<number> =>
      (await usage(id, query)).references.filter(
        ({ kind, region }: any) => kind === 'launch-template' && region === home,
      ).length;
    expect([
      await templates(''),
      await templates('?template_versions=3'),
      await templates('?template_versions=2'),
    ]).toEqual([1, 1, 0]);
    expect((await journey.request('GET', `/v1/images/${id}/references?template_versions=0`)).status).toBe(400);
    await call('ec2', 'DeleteLaunchTemplate', template);
  });

  test('may be registered by an operator: it protects in all regions until it ends or is removed, and stands in the history', async () => {
    const until = new Date(journey.clock.now() + 60 * minutes).toISOString();
    const credentials = journey.local.person('reader', ['spawn-dev-reader-us-east-1']);
    const add = (body: object, options = {}) =>
      journey.request('POST', `/v1/images/${id}/references`, { name: 'ci-profile', ...body }, options);
    const registered = async () =>
      (await usage()).references
        .filter(({ kind }: { kind: string }) => kind === 'registered')
        .map(({ ami_id }: { ami_id: string }) => ami_id);
    expect((await add({}, { credentials })).status).toBe(403);
    expect((await add({ until: '2026-01-01T00:00:00Z' })).status).toBe(400);
    expect((await add({ until })).body.references).toHaveLength(2);
    expect(await registered()).toEqual([id, copy]);
    await journey.advance(61 * minutes);
    expect(await registered()).toEqual([]);
    expect((await journey.request('GET', `/v1/references?ami=${copy}`)).body.references).toMatchObject([
      { name: 'ci-profile', expired: true },
      { expired: true },
    ]);
    await add({ region: west, reason: 'nightly tests' });
    expect(await registered()).toEqual([copy]);
    const remove = () => journey.request('DELETE', `/v1/images/${id}/references/ci-profile`);
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 404]);
    expect(await registered()).toEqual([]);
    const { events } = (await journey.request('GET', `/v1/images/${copy}`)).body;
    expect(events.slice(-3).map(({ action }: { action: string }) => action)).toEqual([
      'referenced',
      'referenced',
      'unreferenced',
    ]);
  });
});

test('what the function may not ask is unread, never unused', async () => {
  const journey = await localStack({
    edit: without('spawn-dev-read-references-us-east-1', 'autoscaling:DescribeAutoScalingGroups'),
  });
  const { ami_id: id } = await buildSmall(journey);
  const { body } = await journey.request('GET', `/v1/images/${id}/references`);
  expect(body).toMatchObject({
    unread: [{ kind: 'auto-scaling-group', region: home, reason: expect.stringContaining('not authorized') }],
  });
}, 120_000);
