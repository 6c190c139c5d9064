import { tagKeys } from '../../../core/tags';
import { launched } from '../../kit/command';
import { home, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

const west = 'us-west-2';
let journey: Journey;
const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
const tag = (id: string, body: object = {}) => journey.request('POST', `/v1/images/${id}/tags`, body);
const tagsOf = async (id: string, region = home): Promise<Record<string, string>> => {
  const { Tags } = await journey.ec2('DescribeTags', { Filters: [{ Name: 'resource-id', Values: [id] }] }, region);
  return Object.fromEntries(Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]));
};

beforeAll(async () => {
  journey = await localStack({ beside: true });
}, 240_000);

describe('an image that was made elsewhere', () => {
  let id: string;
  let copy: string;
  let base: string;
  let instance: string;

  beforeAll(async () => {
    ({
      instance: { instance_id: instance, ami_id: base },
    } = await launched(journey, { name: 'prepared' }));
    const made = await journey.ec2('CreateImage', {
      InstanceId: instance,
      Name: 'torch-cuda-by-hand',
      NoReboot: true,
      TagSpecifications: [{ ResourceType: 'image', Tags: [{ Key: 'owner', Value: 'jo' }] }],
    });
    id = made.ImageId;
    await journey.advance(10_000);
    expect(await tag(id)).toMatchObject({ status: 409, body: { name: 'WrongState' } });
    await journey.advance(15 * minutes);
    copy = (await journey.ec2('CopyImage', { SourceImageId: id, SourceRegion: home, Name: 'torch-cuda-by-hand' }, west))
      .ImageId;
    await journey.advance(30 * minutes);
  }, 240_000);

  test('is unknown to the API before', async () => {
    expect((await journey.request('GET', `/v1/images/${id}`)).status).toBe(404);
    expect((await journey.request('POST', `/v1/images/${id}/deprecation`, {})).status).toBe(404);
  });

  test('comes under management with what EC2 knows of it, on its snapshots too', async () => {
    const { status, body } = await tag(id, { stack: 'torch', version: '2.2.0', tags: { 'cuda-version': '12.1' } });
    expect([status, body.adopted, body.changed]).toEqual([200, true, true]);
    const [{ snapshot_id }] = body.images[0].snapshots;
    const expected = {
      owner: 'jo',
      'cuda-version': '12.1',
      [tagKeys.managed]: 'true',
      [tagKeys.state]: 'published',
      [tagKeys.deployment]: 'dev@us-east-1',
      [tagKeys.stack]: 'torch',
      [tagKeys.version]: '2.2.0',
      [tagKeys.variant]: 'gpu-x86_64',
      [tagKeys.arch]: 'x86_64',
      [tagKeys.gpu]: 'true',
      [tagKeys.base]: 'al2023',
      [tagKeys.baseAmi]: base,
      [tagKeys.createdFrom]: instance,
      [tagKeys.sourceRegion]: home,
      [tagKeys.latest]: 'true',
    };
    expect(await tagsOf(id)).toMatchObject(expected);
    expect(await tagsOf(snapshot_id)).toMatchObject({
      [tagKeys.managed]: 'true',
      [tagKeys.state]: 'published',
      [tagKeys.deployment]: 'dev@us-east-1',
      [tagKeys.stack]: 'torch',
    });
    const {
      Images: [image],
    } = await journey.ec2('DescribeImages', { ImageIds: [id] });
    expect((await tagsOf(id))[tagKeys.created]).toBe(`${image.CreationDate.slice(0, 19)}Z`);
    expect(await show(id)).toMatchObject({
      lifecycle: 'published',
      stack: 'torch',
      version: '2.2.0',
      gpu: true,
      base_ami: base,
      deployment: 'dev@us-east-1',
      tags: expected,
    });
    expect((await show(id)).events.map((event: any) => event.action)).toEqual(['adopted']);
  });

  test('is found by its stack from then on, and can be deprecated', async () => {
    const { body } = await journey.request('GET', '/v1/images/resolve?stack=torch&version=2.x');
    expect(body.image.ami_id).toBe(id);
    expect((await journey.request('POST', `/v1/images/${id}/deprecation`, { reason: 'old' })).body.changed).toBe(true);
    expect((await journey.request('DELETE', `/v1/images/${id}/deprecation`)).body.changed).toBe(true);
  });

  test('and its copy is its replica, whose tags follow', async () => {
    const { body } = await tag(copy, { region: west, stack: 'torch', version: '2.2.0' });
    expect(body.images[0]).toMatchObject({
      region: west,
      replicated_from: id,
      source_region: home,
      base_ami: base,
      gpu: true,
    });
    await tag(id, { tags: { env: 'prod' } });
    expect([(await tagsOf(id)).env, (await tagsOf(copy, west)).env]).toEqual(['prod', 'prod']);
  });

  test('is refused when it is somebody else’s, another deployment’s or not there', async () => {
    expect(await tag(base)).toMatchObject({ status: 403, body: { name: 'ForeignOwner' } });
    expect(await tag('ami-0123456789abcdef0')).toMatchObject({ status: 404, body: { name: 'ImageNotFound' } });
    expect(await tag(id, { region: 'ap-south-1' })).toMatchObject({ status: 400, body: { name: 'RegionNotEnabled' } });
    const other = await journey.ec2('CreateImage', {
      InstanceId: instance,
      Name: 'another',
      NoReboot: true,
      TagSpecifications: [{ ResourceType: 'image', Tags: [{ Key: tagKeys.deployment, Value: 'next@us-east-1' }] }],
    });
    await journey.advance(15 * minutes);
    expect(await tag(other.ImageId)).toMatchObject({
      status: 403,
      body: { name: 'NotManaged', detail: expect.stringContaining('next@us-east-1') },
    });
    expect(
      tagOf((await journey.ec2('DescribeImages', { ImageIds: [other.ImageId] })).Images[0].Tags, tagKeys.managed),
    ).toBeUndefined();
  });
});

describe('an image of ours', () => {
  let run: any;
  const everything = async () => {
    const images = [await show(run.ami_id), await show(run.replicas[0].ami_id)];
    return Promise.all(
      images.flatMap((image) => [image.ami_id, image.snapshots[0].snapshot_id].map((id) => tagsOf(id, image.region))),
    );
  };

  beforeAll(async () => {
    run = await buildSmall(journey, { regions: [west], tags: { draft: 'yes' } });
  }, 240_000);

  test('is tagged with its snapshots and copies, and tags go from all of them', async () => {
    const { body } = await tag(run.ami_id, {
      tags: { owner: 'team-ml', [tagKeys.keep]: 'true' },
      remove_tags: ['draft'],
    });
    expect([body.adopted, body.changed, body.images.length, body.warnings]).toEqual([false, true, 2, []]);
    for (const tags of await everything()) {
      expect(tags).toMatchObject({ owner: 'team-ml', [tagKeys.keep]: 'true', [tagKeys.state]: 'published' });
      expect(tags).not.toHaveProperty('draft');
    }
    expect((await show(run.replicas[0].ami_id)).tags).toMatchObject({ owner: 'team-ml' });
  });

  test('that has the tags already is left alone', async () => {
    const calls = journey.local.calls.length;
    expect((await tag(run.ami_id, { tags: { owner: 'team-ml' } })).body.changed).toBe(false);
    expect(journey.local.calls.slice(calls).filter(({ action }) => /Tags$/.test(action))).toEqual([]);
  });

  test('keeps what is spawn’s own, has room for 50 tags, and says what is wrong', async () => {
    const many = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`t${index}`, 'x']));
    for (const [body, name] of [
      [{ tags: { [tagKeys.state]: 'candidate' } }, 'InvalidTag'],
      [{ remove_tags: [tagKeys.deployment] }, 'InvalidTag'],
      [{ tags: many }, 'InvalidTag'],
      [{ tags: { a: '1' }, remove_tags: ['a'] }, 'InvalidTag'],
      [{ tags: { arch: 'arm64' } }, 'InvalidTag'],
      [{ stack: 'a', tags: { stack: 'b' } }, 'InvalidTag'],
      [{ version: 'new est' }, 'InvalidVersion'],
      [{ taggs: {} }, 'InvalidRequest'],
    ] as const) {
      const answer = await tag(run.ami_id, body);
      expect([answer.status, answer.body.name]).toEqual([400, name]);
    }
    for (const tags of await everything()) expect(tags).not.toHaveProperty('t0');
  });

  test('that gets another version hands spawn:latest to the newest', async () => {
    const next = await buildSmall(journey, { version: '2.0.0' });
    expect([(await show(run.ami_id)).tags[tagKeys.latest], (await show(next.ami_id)).tags[tagKeys.latest]]).toEqual([
      undefined,
      'true',
    ]);
    expect((await tag(run.ami_id, { version: '3.0.0' })).body.warnings).toEqual([
      expect.stringMatching(/signed with its spawn:version: spawn verify reports a difference/),
    ]);
    expect((await journey.request('GET', `/v1/images/${run.ami_id}/provenance`)).body).toMatchObject({
      verdict: 'tampered',
      notes: [],
    });
    expect([(await show(run.ami_id)).tags[tagKeys.latest], (await show(next.ami_id)).tags[tagKeys.latest]]).toEqual([
      'true',
      undefined,
    ]);
    expect((await show(run.replicas[0].ami_id)).version).toBe('3.0.0');
  });

  test.each([
    ['another stack', { stack: 'kit' }, { stack: 'tool' }],
    ['another variant', { variant: 'slim' }, {}],
  ])('that gets %s is left by its channels, which go back', async (_, away, back) => {
    const stable = async () => (await journey.request('GET', '/v1/channels?stack=tool')).body.channels[0];
    const [earlier] = (await journey.request('GET', '/v1/images?stack=tool&version=2.0.0')).body.images;
    for (const ami of [earlier.ami_id, run.ami_id])
      await journey.request('POST', `/v1/images/${ami}/promotions`, { channel: 'stable' });
    expect(await stable()).toMatchObject({ variant: 'x86_64', release: run.ami_id });
    expect((await tag(run.ami_id, away)).body.channels).toMatchObject([
      { channel: 'stable', release: earlier.ami_id, from: { release: run.ami_id } },
    ]);
    expect(await stable()).toMatchObject({
      variant: 'x86_64',
      release: earlier.ami_id,
      action: 'moved',
      reason: `${run.image_name} was tagged as another release`,
    });
    await tag(run.ami_id, back);
  });

  test('is tagged by operators alone', async () => {
    const credentials = journey.local.person('launcher', ['spawn-dev-launcher-us-east-1']);
    expect(
      (await journey.request('POST', `/v1/images/${run.ami_id}/tags`, { tags: { a: '1' } }, { credentials })).status,
    ).toBe(403);
  });
});
