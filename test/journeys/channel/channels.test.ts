import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tagKeys } from '../../../core/tags';
import { home, localStack, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const west = 'us-west-2';
const name = '/spawn/dev/channels/tool/x86_64/stable';

describe('a channel', () => {
  let journey: Journey;
  let first: any;
  let second: any;
  const copyOf = (run: any): string => run.replicas[0].ami_id;
  const promote = (id: string, body: object = {}, options = {}) =>
    journey.request('POST', `/v1/images/${id}/promotions`, { channel: 'stable', ...body }, options);
  const rollBack = (body: object = {}, channel = 'stable') =>
    journey.request('POST', `/v1/channels/${channel}/rollback`, body);
  const stable = async () => (await journey.request('GET', '/v1/channels?stack=tool')).body.channels[0];
  const history = async () => (await journey.request('GET', '/v1/channels/tool/stable/history')).body.history;
  const ssm = (action: string, region: string, input: object) =>
    journey.clock.until(journey.local.call('ssm', action, region, input));
  const parameters = () =>
    Promise.all(
      [home, west].map(async (region) => (await ssm('GetParameters', region, { Names: [name] })).Parameters[0]?.Value),
    );
  const events = () => journey.local.calls.filter(({ action }) => action === 'PutEvents').length;

  beforeAll(async () => {
    journey = await localStack();
    first = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    second = await buildSmall(journey, { version: '2.0.0', regions: [west] });
  }, 240_000);

  test('is made by the first promotion, and is a parameter in every region of the release', async () => {
    const { status, body } = await promote(first.ami_id, { reason: 'soaked for a week' });
    expect([status, body.changed, body.parameter]).toEqual([200, true, name]);
    expect(body.regions.map(({ region, status: told, ami_id }: any) => [region, told, ami_id])).toEqual([
      [home, 'written', first.ami_id],
      [west, 'written', copyOf(first)],
    ]);
    expect(await parameters()).toEqual([first.ami_id, copyOf(first)]);
    expect(await stable()).toMatchObject({
      channel: 'stable',
      variant: 'x86_64',
      version: '1.0.0',
      release: first.ami_id,
      usable: true,
      action: 'promoted',
      reason: 'soaked for a week',
    });
    expect((await journey.request('GET', `/v1/images/${first.ami_id}`)).body.events.at(-1)).toMatchObject({
      action: 'promoted',
      detail: 'to stable: soaked for a week',
    });
  });

  test('is not well where its image is deprecated, though its release may still be used elsewhere', async () => {
    const deprecation = `/v1/images/${copyOf(first)}/deprecation`;
    await journey.request('POST', deprecation, { region: west });
    expect(await stable()).toMatchObject({ usable: true, release: first.ami_id, unusable_regions: [west] });
    await journey.request('DELETE', `${deprecation}?region=${west}`);
    expect(await stable()).toMatchObject({ unusable_regions: [] });
  });

  test('that points to a release already stays as it is, also when a copy is named', async () => {
    expect((await promote(copyOf(first))).body).toMatchObject({
      changed: false,
      regions: [{ status: 'current' }, { status: 'current' }],
    });
    expect(await history()).toHaveLength(1);
  });

  test('chooses the image of a launch, is shown in the list, and says of every other image why not', async () => {
    const resolve = async (query: string) =>
      (await journey.request('GET', `/v1/images/resolve?stack=tool&${query}`)).body;
    expect((await resolve('region=us-west-2')).image.ami_id).toBe(copyOf(second));
    const chosen = await resolve('channel=stable&region=us-west-2&instance_type=m7i.large');
    expect(chosen.image.ami_id).toBe(copyOf(first));
    expect(chosen.candidates).toContainEqual({
      ami_id: copyOf(second),
      name: expect.any(String),
      version: '2.0.0',
      region: west,
      taken: false,
      reason: 'is not what the channel stable points to',
    });
    expect(await resolve('channel=beta')).toMatchObject({ name: 'ChannelNotFound', status: 404 });
    expect(await resolve('channel=stable&version=2.x')).toMatchObject({
      name: 'NoImageFits',
      detail: expect.stringContaining('version 2.x, the channel stable'),
    });
    const launched = await journey.request('POST', '/v1/instances', {
      instance_type: 'm7i.large',
      stack: 'tool',
      channel: 'stable',
    });
    expect([launched.status, launched.body.image.ami_id]).toEqual([201, first.ami_id]);
    const list = async (query: string) =>
      (await journey.request('GET', `/v1/images?${query}`)).body.images.map(({ ami_id, channels }: any) => [
        ami_id,
        channels,
      ]);
    expect(await list('region=us-west-2')).toEqual([
      [copyOf(second), []],
      [copyOf(first), ['stable']],
    ]);
    expect(await list('region=all&channel=stable')).toEqual(
      expect.arrayContaining([
        [first.ami_id, ['stable']],
        [copyOf(first), ['stable']],
      ]),
    );
    expect((await journey.request('GET', `/v1/images/${copyOf(first)}`)).body.channels).toEqual(['stable']);
  });

  test('is launched by an instance that names the parameter', async () => {
    const { Instances } = await journey.ec2(
      'RunInstances',
      { ImageId: `resolve:ssm:${name}`, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 },
      west,
    );
    expect(Instances[0].ImageId).toBe(copyOf(first));
    await journey.advance(5_000);
    await journey.ec2('TerminateInstances', { InstanceIds: [Instances[0].InstanceId] }, west);
  });

  test('that two people move at once is moved by one, and the other is told by whom', async () => {
    const [one, other] = [
      journey.local.person('ann', ['spawn-dev-operator-us-east-1']),
      journey.local.person('ben', ['spawn-dev-operator-us-east-1']),
    ];
    const answers = await Promise.all([
      promote(second.ami_id, {}, { credentials: one }),
      promote(second.ami_id, { reason: 'mine' }, { credentials: other }),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect([
      [200, 409],
      [200, 200],
    ]).toContainEqual(statuses);
    const refused = answers.find(({ status }) => status === 409);
    if (refused)
      expect(refused.body).toMatchObject({
        name: 'CatalogConflict',
        detail: expect.stringMatching(/user\/(ann|ben) pointed it to tool-2\.0\.0/),
      });
    expect((await history()).map(({ version }: any) => version)).toEqual(['2.0.0', '1.0.0']);
    expect(await parameters()).toEqual([second.ami_id, copyOf(second)]);
  });

  test('is rolled back in one step, everywhere, and tells who, when, from where and why', async () => {
    const { status, body } = await rollBack({ stack: 'tool', reason: 'slow' });
    expect([status, body.channel]).toMatchObject([
      200,
      {
        release: first.ami_id,
        from: { release: second.ami_id, version: '2.0.0' },
        action: 'rolled-back',
        reason: 'slow',
      },
    ]);
    expect(await parameters()).toEqual([first.ami_id, copyOf(first)]);
    expect((await history()).map(({ action, version, revision }: any) => [action, version, revision])).toEqual([
      ['rolled-back', '1.0.0', 3],
      ['promoted', '2.0.0', 2],
      ['promoted', '1.0.0', 1],
    ]);
    expect((await rollBack()).body).toMatchObject({
      name: 'WrongState',
      status: 409,
      detail: expect.stringContaining('no earlier release'),
    });
    expect((await rollBack({}, 'beta')).body).toMatchObject({
      name: 'ChannelNotFound',
      detail: expect.stringContaining('the channels are stable of tool x86_64'),
    });
  });

  test('is pinned by a lock file: a launch takes what was locked, wherever the channel points to by then', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'lock-')), 'images.lock.json');
    const query = ['tool', '--channel', 'stable', '--instance-type', 'm7i.large'];
    const launch = [
      'launch',
      'job',
      '--instance-type',
      'm7i.large',
      '--ami-stack',
      'tool',
      '--ami-channel',
      'stable',
      '--lock',
      file,
      '--json',
    ];
    expect(await spawnIn(journey, launch)).toMatchObject({
      code: 3,
      err: expect.stringContaining(
        `spawn resolve tool --channel stable --arch x86_64 --gpu false --region ${home} --lock ${file}`,
      ),
    });
    expect((await spawnIn(journey, ['resolve', ...query, '--lock', file])).out).toBe(`${first.ami_id}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8')).images).toMatchObject([
      {
        version: '1.0.0',
        ami_ids: { [home]: first.ami_id, [west]: copyOf(first) },
        recipe_digest: expect.any(String),
        provenance_digest: expect.any(String),
      },
    ]);
    await promote(second.ami_id);
    const { code, out, err } = await spawnIn(journey, launch);
    expect([code, JSON.parse(out).image.ami_id, err]).toEqual([
      0,
      first.ami_id,
      expect.stringContaining(`would be selected; to lock it: spawn resolve tool --channel stable`),
    ]);
    expect((await spawnIn(journey, ['resolve', ...query, '--lock', file, '--upgrade'])).out).toBe(`${second.ami_id}\n`);
    expect((await spawnIn(journey, ['resolve', ...query, '--locked', file])).out).toBe(`${second.ami_id}\n`);
  });

  test('goes back by itself when its release is deprecated, and the parameters follow', async () => {
    await promote(second.ami_id);
    const { out } = await spawnIn(journey, ['deprecate-ami', second.ami_id, '--reason', 'CVE']);
    expect(out).toMatch(/\nchannel stable of tool x86_64 moved from 2\.0\.0 to 1\.0\.0 \(tool-1\.0\.0-.*\)\n$/);
    expect(await stable()).toMatchObject({ version: '1.0.0', action: 'moved', usable: true });
    await journey.advance(30_000);
    expect(await parameters()).toEqual([first.ami_id, copyOf(first)]);
  });

  test('is not given a release that may not be used', async () => {
    expect((await promote(second.ami_id)).body).toMatchObject({ status: 409, name: 'ImageDeprecated' });
    expect((await promote('ami-0123456789abcdef0')).status).toBe(404);
    expect((await promote(first.ami_id, { channel: 'No Good' })).body).toMatchObject({
      status: 400,
      name: 'InvalidRequest',
    });
    for (const group of ['reader', 'launcher'])
      expect(
        (
          await promote(
            first.ami_id,
            {},
            { credentials: journey.local.person(group, [`spawn-dev-${group}-us-east-1`]) },
          )
        ).status,
      ).toBe(403);
  });

  test('with nowhere to go back to stays, warns, and says so in the list', async () => {
    const before = events();
    const { body } = await journey.request('POST', `/v1/images/${first.ami_id}/deprecation`, {});
    expect([body.channels, body.warnings]).toEqual([
      [],
      expect.arrayContaining([
        expect.stringMatching(
          /^the channel stable of tool x86_64 still points to tool-1\.0\.0.*, and there is no earlier release/,
        ),
      ]),
    ]);
    expect(await stable()).toMatchObject({ version: '1.0.0', usable: false });
    expect(events()).toBe(before + 2);
    for (const run of [first, second]) await journey.request('DELETE', `/v1/images/${run.ami_id}/deprecation`);
    expect(await stable()).toMatchObject({ version: '1.0.0', usable: true });
  });

  test('has its parameters put right at night: one that somebody overwrote, one that somebody deleted', async () => {
    await ssm('PutParameter', home, { Name: name, Value: second.ami_id, Overwrite: true });
    await ssm('DeleteParameter', west, { Name: name });
    await journey.advance(10_000);
    expect(await parameters()).toEqual([second.ami_id, undefined]);
    const { output } = await nightly(journey);
    expect(await parameters()).toEqual([first.ami_id, copyOf(first)]);
    expect(JSON.parse(output).status).toBe('complete');
  }, 60_000);

  test('loses its parameter where its image is gone, and keeps the others', async () => {
    await journey.ec2('DeregisterImage', { ImageId: copyOf(first) }, west);
    await journey.advance(20 * 60_000);
    await nightly(journey);
    expect(await parameters()).toEqual([first.ami_id, undefined]);
    expect(await stable()).toMatchObject({ version: '1.0.0', images: [{ ami_id: first.ami_id, region: home }] });
  }, 60_000);
});

describe('a parameter of a channel that belongs to the deployment of this stage with another home region', () => {
  let journey: Journey;
  let run: any;
  const theirs = 'dev@us-west-2';
  const ssm = (action: string, input: object) => journey.clock.until(journey.local.call('ssm', action, west, input));
  const value = async (): Promise<string> => (await ssm('GetParameters', { Names: [name] })).Parameters[0]?.Value;
  const ownerIn = async (region: string): Promise<any[]> =>
    (
      await journey.clock.until(
        journey.local.call('ssm', 'ListTagsForResource', region, { ResourceType: 'Parameter', ResourceId: name }),
      )
    ).TagList;
  let image: string;

  beforeAll(async () => {
    journey = await localStack();
    run = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    image = (await journey.ec2('DescribeImages', { Owners: ['amazon'] }, west)).Images[0].ImageId;
    await ssm('PutParameter', {
      Name: name,
      Value: image,
      Type: 'String',
      DataType: 'aws:ec2:image',
      Tags: [{ Key: tagKeys.deployment, Value: theirs }],
    });
    await journey.advance(10_000);
  }, 120_000);

  test('is not overwritten by a promotion, which says whose it is; parameters of our own carry our tag', async () => {
    const { status, body } = await journey.request('POST', `/v1/images/${run.ami_id}/promotions`, {
      channel: 'stable',
    });
    expect([status, body.regions.map(({ region, status: told }: any) => [region, told])]).toEqual([
      200,
      [
        [home, 'written'],
        [west, 'failed'],
      ],
    ]);
    expect(body.regions[1].message).toMatch(
      /^NotManaged: the parameter \/spawn\/dev\/channels\/tool\/x86_64\/stable of us-west-2 belongs to the deployment dev@us-west-2 and was not changed/,
    );
    expect(await value()).toBe(image);
    expect(await ownerIn(home)).toEqual([{ Key: tagKeys.deployment, Value: `dev@${home}` }]);
  });

  test('is not overwritten by a night, which says so', async () => {
    await nightly(journey);
    expect((await journey.request('GET', '/v1/nightly/latest')).body.steps.channels).toMatchObject({
      not_written: 1,
      lines: [expect.stringContaining('belongs to the deployment dev@us-west-2')],
    });
    expect(await value()).toBe(image);
  }, 60_000);

  test('is not deleted when our image there is gone', async () => {
    await journey.ec2('DeregisterImage', { ImageId: run.replicas[0].ami_id }, west);
    await journey.advance(20 * 60_000);
    await nightly(journey);
    expect(await value()).toBe(image);
  }, 60_000);

  test('can be neither deleted nor given to another by our functions, even by a mistake in the code', async () => {
    const session = journey.local.roles.session(`spawn-dev-change-channels-${home}`, 'mistake');
    const mistakes = {
      DeleteParameter: { Name: name },
      AddTagsToResource: {
        ResourceType: 'Parameter',
        ResourceId: name,
        Tags: [{ Key: tagKeys.deployment, Value: `dev@${home}` }],
      },
    };
    for (const [action, input] of Object.entries(mistakes)) {
      await expect(
        journey.clock.until(journey.local.world.call(session, 'ssm', action, west, input)),
      ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
  });
});

test('a parameter of a channel that carries no tag is taken over, and carries ours from then on', async () => {
  const journey = await localStack();
  const run = await buildSmall(journey, { version: '1.0.0' });
  const ssm = (action: string, input: object) => journey.clock.until(journey.local.call('ssm', action, home, input));
  await ssm('PutParameter', { Name: name, Value: 'by hand', Type: 'String' });
  const { body } = await journey.request('POST', `/v1/images/${run.ami_id}/promotions`, { channel: 'stable' });
  expect(body.regions).toMatchObject([{ region: home, status: 'written', was: 'by hand' }]);
  expect((await ssm('ListTagsForResource', { ResourceType: 'Parameter', ResourceId: name })).TagList).toEqual([
    { Key: tagKeys.deployment, Value: `dev@${home}` },
  ]);
}, 120_000);
