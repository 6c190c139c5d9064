import { tagKeys } from '../../../core/tags';
import { launched } from '../../kit/command';
import { finished, home, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall, provisioned, script, smallRecipe, startSmall } from '../../kit/small-recipe';

let journey: Journey;
const post = (changes: object, body: object = {}) =>
  journey.request('POST', '/v1/builds', { recipe: smallRecipe({ ...changes }), ...body });
const other = provisioned('echo other >/opt/tool');

beforeAll(async () => {
  journey = await localStack();
}, 240_000);

describe('a version is of one content', () => {
  let first: any;

  beforeAll(async () => {
    first = await buildSmall(journey);
  }, 240_000);

  test('so that another recipe for what is published is refused, with what is there', async () => {
    const { status, body } = await post(other);
    expect([status, body.name]).toEqual([409, 'VersionTaken']);
    const { creation_date } = (await journey.request('GET', `/v1/images/${first.ami_id}`)).body;
    expect(body).toMatchObject({ ami_id: first.ami_id, build_id: first.build_id, since: creation_date });
    expect(body).not.toHaveProperty('image_name');
    expect(body.detail).toContain(`tool 1.0.0 (x86_64) is published as ${first.ami_id}, created by ${first.build_id}`);
    expect(body.detail).toContain('build_numbers: true');
  });

  test('and the same content on another base, tested in another way or forced is built again', async () => {
    const { Images } = await journey.ec2('DescribeImages', {
      Owners: ['amazon'],
      IncludeDeprecated: true,
      Filters: [{ Name: 'name', Values: ['al2023-ami-2023.6.20250107.0-*'] }],
    });
    const again = await buildSmall(journey, { base: Images[0].ImageId, instance_types: ['m6i.large'] });
    const forced = await buildSmall(journey, { test: { run: script('true'), timeout: '5m' } }, { force: true });
    expect([again.status, forced.status]).toEqual(['succeeded', 'succeeded']);
    expect(new Set([first, again, forced].map(({ build_id }) => build_id)).size).toBe(3);
    expect(new Set([first, again, forced].map(({ image_name }) => image_name)).size).toBe(3);
  }, 240_000);

  test('another variant or version is another release', async () => {
    for (const changes of [{ variant: 'lab' }, { version: '1.0.1' }])
      expect((await post({ ...other, ...changes })).status).toBe(202);
  });
});

describe('two builds of one version with different content', () => {
  test('at once: exactly one wins, and the other learns which', async () => {
    const contents = ['a', 'b', 'c'].map((text) => ({ version: '2.0.0', ...provisioned(`echo ${text} >/opt/tool`) }));
    const answers = await journey.clock.until(
      Promise.all(
        contents.map((changes) => journey.local.invokeRoute('POST', '/v1/builds', { recipe: smallRecipe(changes) })),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const winner = answers.find(({ status }) => status === 202)?.body.build_id;
    for (const { body } of answers.filter(({ status }) => status === 409))
      expect(body).toMatchObject({ name: 'VersionTaken', build_id: winner });
    expect((await finished(journey, winner)).status).toBe('succeeded');
  }, 240_000);

  test('one after the other: a version whose build failed, or whose images are removed, is free again', async () => {
    const failed = await buildSmall(journey, { version: '3.0.0', ...provisioned('exit 1') });
    expect(failed.status).toBe('failed');
    const id = await startSmall(journey, { version: '3.0.0', ...provisioned('echo good >/opt/tool') });
    expect(await post({ version: '3.0.0', ...other })).toMatchObject({
      status: 409,
      body: { name: 'VersionTaken', build_id: id },
    });
    const { ami_id } = await finished(journey, id);
    await journey.ec2('DeregisterImage', { ImageId: ami_id });
    await journey.advance(30 * minutes);
    await nightly(journey, [home]);
    expect((await post({ version: '3.0.0', ...other })).status).toBe(202);
  }, 240_000);
});

describe('a recipe that numbers its builds', () => {
  const numbered = (text: string) => ({
    version: '4.0.0',
    build_numbers: true,
    ...provisioned(`echo ${text} >/opt/tool`),
  });
  const resolved = async (version: string) =>
    (await journey.request('GET', `/v1/images/resolve?stack=tool&version=${encodeURIComponent(version)}`)).body.image
      ?.version;

  test('gives each build a version of its own, in its name and tags', async () => {
    const one = await buildSmall(journey, numbered('one'));
    const two = await buildSmall(journey, numbered('two'));
    const {
      body: [image],
    } = { body: (await journey.ec2('DescribeImages', { ImageIds: [two.ami_id] })).Images };
    expect([one.version, two.version]).toEqual(['4.0.0+1', '4.0.0+2']);
    expect(image.Name).toBe('tool-4.0.0-2-x86_64-20260114');
    expect(image.Tags).toContainEqual({ Key: tagKeys.version, Value: '4.0.0+2' });
    expect((await post(numbered('two'))).body).toMatchObject({ reused: 'published', build_id: two.build_id });
  }, 240_000);

  test('is chosen by the version, by a range and by the very build', async () => {
    expect([await resolved('4.0.0'), await resolved('4.0.0+1'), await resolved('>=4.0, <=4.0.0')]).toEqual([
      '4.0.0+2',
      '4.0.0+1',
      '4.0.0+2',
    ]);
  });
});

test('create-ami warns of what has the version, and goes on', async () => {
  const { instance } = await launched(journey, { name: 'prepared' });
  const tags = { stack: 'tool', version: '1.0.0' };
  const { status, body } = await journey.request('POST', '/v1/images', {
    instance: instance.instance_id,
    name: 'by-hand',
    tags,
  });
  expect(status).toBe(202);
  expect(body.warnings[0]).toContain('tool 1.0.0 (x86_64) is published as ami-');
}, 60_000);
