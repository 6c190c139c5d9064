import { tagKeys } from '../../../core/tags';
import { assemblyOf } from '../../kit/assemblies';
import { home, localStack, minutes, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { messagesOf } from '../../cli/kit/json-output';
import { spawnIn } from '../../kit/spawn-in';

const west = 'us-west-2';
const tagged = (tags: Record<string, string>) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
const byHand = {
  [tagKeys.managed]: 'true',
  [tagKeys.stack]: 'tool',
  [tagKeys.version]: '9.0.0',
  [tagKeys.arch]: 'x86_64',
};

/** An image that somebody makes in EC2 of an instance of their own; its tags come in the call or once it is there. */
async function imageByHand(
  journey: Journey,
  tags: Record<string, string>,
  region = home,
  Name = 'packer-tool',
  settle = 10 * minutes,
): Promise<string> {
  const { Images } = await journey.ec2(
    'DescribeImages',
    { Owners: ['amazon'], Filters: [{ Name: 'name', Values: ['al2023-ami-2023*-x86_64'] }] },
    region,
  );
  const { Instances } = await journey.ec2(
    'RunInstances',
    { ImageId: Images[0].ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 },
    region,
  );
  await journey.advance(1 * minutes);
  const { ImageId } = await journey.ec2(
    'CreateImage',
    {
      InstanceId: Instances[0].InstanceId,
      Name,
      NoReboot: true,
      TagSpecifications: [{ ResourceType: 'image', Tags: tagged(tags) }],
    },
    region,
  );
  await journey.advance(settle);
  return ImageId;
}

const shown = async (journey: Journey, id: string): Promise<any> =>
  (await journey.request('GET', `/v1/images/${id}`)).body;
const launch = (journey: Journey, body: object) =>
  journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', stack: 'tool', ...body });

describe('an image that somebody changes in EC2', () => {
  let journey: Journey;
  let first: any;
  let second: any;
  beforeAll(async () => {
    journey = await localStack();
    first = await buildSmall(journey, { version: '1.0.0' });
    second = await buildSmall(journey, { version: '2.0.0' });
    await journey.request('POST', `/v1/images/${first.ami_id}/promotions`, { channel: 'stable' });
    await journey.request('POST', `/v1/images/${second.ami_id}/promotions`, { channel: 'stable' });
  }, 240_000);

  test('is listed as disabled within a minute, and not launched, until it is enabled again', async () => {
    await journey.ec2('DisableImage', { ImageId: second.ami_id });
    await journey.advance(1 * minutes);
    expect(await shown(journey, second.ami_id)).toMatchObject({ state: 'disabled' });
    expect((await launch(journey, {})).body.image.ami_id).toBe(first.ami_id);
    await journey.ec2('EnableImage', { ImageId: second.ami_id });
    await journey.advance(1 * minutes);
    expect(await shown(journey, second.ami_id)).toMatchObject({ state: 'available' });
  });

  test('is gone from lists, launches and channels within a minute of its deregistration', async () => {
    await journey.request('POST', `/v1/images/${second.ami_id}/promotions`, { channel: 'stable' });
    await journey.ec2('DeregisterImage', { ImageId: second.ami_id });
    await journey.advance(1 * minutes);
    const gone = await shown(journey, second.ami_id);
    expect(gone.state).toBe('vanished');
    expect(gone.events.at(-1)).toMatchObject({ action: 'vanished' });
    expect((await journey.request('GET', '/v1/images')).body.images.map(({ ami_id }: any) => ami_id)).toEqual([
      first.ami_id,
    ]);
    expect((await launch(journey, {})).body.image.ami_id).toBe(first.ami_id);
    expect((await journey.request('GET', '/v1/channels?stack=tool')).body.channels[0]).toMatchObject({
      release: first.ami_id,
      action: 'moved',
    });
    expect((await shown(journey, first.ami_id)).tags[tagKeys.latest]).toBe('true');
  });

  test('that an event calls deregistered while EC2 has it stays as it is', async () => {
    const event = {
      source: 'aws.ec2',
      'detail-type': 'EC2 AMI State Change',
      region: home,
      resources: [],
      detail: { ImageId: first.ami_id, State: 'deregistered' },
    };
    journey.local.bus.emit(event);
    await journey.advance(3 * minutes);
    expect(await shown(journey, first.ami_id)).toMatchObject({ state: 'available' });
  });

  test('is known once it is available, when its tags manage it', async () => {
    const id = await imageByHand(journey, byHand);
    expect(await shown(journey, id)).toMatchObject({
      state: 'available',
      stack: 'tool',
      version: '9.0.0',
      lifecycle: 'published',
    });
    expect((await shown(journey, id)).events.map(({ action }: any) => action)).toEqual(['adopted']);
    expect((await launch(journey, { version: '9.x' })).body.image.ami_id).toBe(id);
    const bystander = await journey.ec2('CopyImage', {
      SourceImageId: id,
      SourceRegion: home,
      Name: 'nobody-manages-this',
    });
    await journey.advance(20 * minutes);
    expect((await journey.request('GET', `/v1/images/${bystander.ImageId}`)).status).toBe(404);
  });
});

describe('an image that somebody tags long after it is available, as Packer does with its copies', () => {
  test.each([home, west])('is known within a minute in %s', async (region) => {
    const journey = await localStack({ assembly: assemblyOf('next') });
    const id = await imageByHand(journey, { Name: 'nobody-manages-this' }, region);
    await journey.advance(5 * minutes);
    expect((await journey.request('GET', `/v1/images/${id}`)).status).toBe(404);
    await journey.ec2('CreateTags', { Resources: [id], Tags: tagged({ owner: 'somebody' }) }, region);
    await journey.advance(1 * minutes);
    expect((await journey.request('GET', `/v1/images/${id}`)).status).toBe(404);
    await journey.ec2('CreateTags', { Resources: [id], Tags: tagged({ stack: 'tool', version: '9.0.0' }) }, region);
    await journey.advance(1 * minutes);
    expect(await shown(journey, id)).toMatchObject({ stack: 'tool', version: '9.0.0', lifecycle: 'published' });
    expect((await shown(journey, id)).events.map(({ action }: any) => action)).toEqual(['adopted']);
  });

  test('is adopted once when its tags come seconds after it is available', async () => {
    const journey = await localStack();
    const id = await imageByHand(journey, {}, home, 'packer-tool', 0);
    const state = async (): Promise<string | undefined> =>
      (await journey.ec2('DescribeImages', { Filters: [{ Name: 'image-id', Values: [id] }] })).Images[0]?.State;
    while ((await state()) !== 'available') await journey.advance(1_000);
    await journey.advance(4_000);
    await journey.ec2('CreateTags', { Resources: [id], Tags: tagged({ stack: 'tool', version: '9.0.0' }) });
    await journey.advance(3 * minutes);
    expect((await shown(journey, id)).events.map(({ action }: any) => action)).toEqual(['adopted']);
  });

  test('stays unknown while its tags call it a candidate', async () => {
    const journey = await localStack();
    const id = await imageByHand(journey, { ...byHand, [tagKeys.state]: 'candidate' });
    await journey.ec2('CreateTags', { Resources: [id], Tags: tagged({ stack: 'tool' }) });
    await journey.advance(2 * minutes);
    expect((await journey.request('GET', `/v1/images/${id}`)).status).toBe(404);
  });
});

describe('an image that somebody tags with names that recipes may not have', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
  }, 240_000);
  const report = async (): Promise<string> => (await nightReport(journey)).text;

  test('is known without them, and the night says which they are and what to do, until they are right', async () => {
    const id = await imageByHand(journey, { ...byHand, [tagKeys.version]: 'latest' });
    expect(await shown(journey, id)).toMatchObject({ state: 'available', stack: 'tool' });
    expect(await shown(journey, id)).not.toHaveProperty('version');
    await journey.ec2('CreateTags', { Resources: [id], Tags: tagged({ [tagKeys.stack]: '../../etc' }) });
    const first = await report();
    expect(first).toContain(`${id} has ${tagKeys.version}='latest'`);
    expect(first).toContain(`${id} has ${tagKeys.stack}='../../etc'`);
    expect(first).toContain(`spawn tag-ami ${id} --stack`);
    expect(await shown(journey, id)).not.toHaveProperty('stack');
    const corrected = { stack: 'tool', version: '9.0.0' };
    expect((await journey.request('POST', `/v1/images/${id}/tags`, corrected)).status).toBe(200);
    expect(await report()).not.toContain(`${id} has `);
    expect(await shown(journey, id)).toMatchObject(corrected);
  });

  test('stays unmanaged when only such a name would manage it', async () => {
    const id = await imageByHand(journey, { stack: 'My Stack' }, home, 'packer-other');
    expect((await journey.request('GET', `/v1/images/${id}`)).status).toBe(404);
    expect(await report()).toContain(`${id} has stack='My Stack'`);
    expect((await journey.request('GET', `/v1/images/${id}`)).status).toBe(404);
  });
});

test('an image of another region is followed where its events reach the home region', async () => {
  const journey = await localStack({ assembly: assemblyOf('next') });
  const id = await imageByHand(journey, byHand, west);
  expect(await shown(journey, id)).toMatchObject({ region: west, state: 'available' });
  await journey.ec2('DeregisterImage', { ImageId: id }, west);
  await journey.advance(2 * minutes);
  expect(await shown(journey, id)).toMatchObject({ state: 'vanished' });
  expect(journey.local.bus.failures).toEqual([]);
});

describe('a launch whose image is gone', () => {
  let journey: Journey;
  let first: any;
  let second: any;
  const launchTool = (...flags: string[]): ReturnType<typeof spawnIn> =>
    spawnIn(journey, ['launch', 'job', '--instance-type', 'm7i.large', '--ami-stack', 'tool', ...flags]);
  beforeEach(async () => {
    journey = await localStack({
      events: {
        dropEvents: (event) =>
          event['detail-type'] === 'EC2 AMI State Change' && (event.detail as any).State === 'deregistered',
      },
    });
    first = await buildSmall(journey, { version: '1.0.0' });
    second = await buildSmall(journey, { version: '2.0.0' });
    await journey.ec2('DeregisterImage', { ImageId: second.ami_id });
    await journey.advance(1 * minutes);
  }, 240_000);

  test.each([
    ['one instance', []],
    ['a job array', ['--count', '3']],
    ['a larger volume', ['--volume-size', '40']],
  ])('takes the next that fits and says so: %s', async (_, flags) => {
    const { code, out, err } = await launchTool(...flags, '-o', 'json');
    expect(code).toBe(0);
    expect([JSON.parse(out)].flat().map(({ ami_id }) => ami_id)).toEqual(
      flags[0] === '--count' ? Array(3).fill(first.ami_id) : [first.ami_id],
    );
    expect(messagesOf(err)).toContain(
      `warning: EC2 can no longer launch ${second.image_name} (${second.ami_id}); ${first.image_name} (${first.ami_id}) is used instead`,
    );
    expect(await shown(journey, second.ami_id)).toMatchObject({ state: 'vanished' });
  });

  test('ends with what was passed over when nothing else fits', async () => {
    const { code, err } = await launchTool('--ami-version', '2.x');
    expect(code).toBe(3);
    expect(err).toContain('none can be used of those that match version 2.x');
    expect(err).toContain('was refused by EC2 at launch');
  });

  test('whose deprecation records that it is gone, though EC2 says nothing when it is asked by its id', async () => {
    expect((await journey.ec2('DescribeImages', { ImageIds: [second.ami_id] })).Images).toEqual([]);
    const { err } = await spawnIn(journey, ['deprecate-ami', second.ami_id, '--yes']);
    expect(err).not.toContain('AwsUnavailable');
    expect(await shown(journey, second.ami_id)).toMatchObject({ state: 'vanished' });
  });

  test('by its id fails, and no other image is used', async () => {
    expect(await launch(journey, { stack: undefined, ami: second.ami_id })).toMatchObject({
      status: 404,
      body: { name: 'ImageNotFound' },
    });
  });
});
