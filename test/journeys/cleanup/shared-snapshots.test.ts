import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { launched } from '../../kit/command';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly, nightReport } from '../../kit/nightly';

let journey: Journey;
let one: string;
let two: string;
let three: string;
let snapshot: string;
let own: ReturnType<typeof cleanups>;
const tag = (id: string, body: object) => journey.request('POST', `/v1/images/${id}/tags`, body);
const tagsOf = async (id: string): Promise<Record<string, string>> => {
  const { Tags } = await journey.ec2('DescribeTags', { Filters: [{ Name: 'resource-id', Values: [id] }] });
  return Object.fromEntries(Tags.map(({ Key, Value }: any) => [Key, Value]));
};

beforeAll(async () => {
  journey = await localStack({ beside: true });
  own = cleanups(journey);
  const { instance } = await launched(journey, { name: 'prepared' });
  one = (await journey.ec2('CreateImage', { InstanceId: instance.instance_id, Name: 'one', NoReboot: true })).ImageId;
  await journey.advance(15 * minutes);
  await journey.request('DELETE', `/v1/instances/${instance.instance_id}`);
  const {
    Images: [
      {
        BlockDeviceMappings: [{ DeviceName, Ebs }],
      },
    ],
  } = await journey.ec2('DescribeImages', { ImageIds: [one] });
  snapshot = Ebs.SnapshotId;
  const BlockDeviceMappings = [{ DeviceName, Ebs: { SnapshotId: snapshot } }];
  const register = async (Name: string): Promise<string> =>
    (await journey.ec2('RegisterImage', { Name, RootDeviceName: DeviceName, BlockDeviceMappings })).ImageId;
  two = await register('two');
  three = await register('three');
  await journey.advance(minutes);
}, 240_000);

describe('a snapshot that several images use', () => {
  test('does not keep its images from coming under management, one after the other', async () => {
    const tags = { team: 'ml', [tagKeys.keep]: 'true' };
    expect((await tag(one, { stack: 'torch', version: '1.0.0', tags: { team: 'ml' } })).status).toBe(200);
    expect((await tag(two, { stack: 'jax', version: '2.0.0', tags })).status).toBe(200);
    expect((await tag(three, { stack: 'jax', version: '2.1.0', tags: { team: 'ml' } })).status).toBe(200);
    expect([(await tagsOf(one))[tagKeys.stack], (await tagsOf(two))[tagKeys.stack]]).toEqual(['torch', 'jax']);
  });

  test('says of its images what holds for all of them, and is kept if one of them is', async () => {
    const tags = await tagsOf(snapshot);
    expect(tags).toMatchObject({
      [tagKeys.managed]: 'true',
      [tagKeys.deployment]: 'dev@us-east-1',
      [tagKeys.state]: 'published',
      team: 'ml',
      [tagKeys.keep]: 'true',
    });
    expect([tags[tagKeys.stack], tags[tagKeys.version]]).toEqual([undefined, undefined]);
    expect((await tag(two, { remove_tags: [tagKeys.keep], tags: { team: 'web' } })).status).toBe(200);
    expect(await tagsOf(snapshot)).not.toHaveProperty('team');
  });

  test('is priced by what EC2 measured, and saves nothing while another of its images stays', async () => {
    await nightly(journey, [home]);
    await tag(two, { tags: { owner: 'jo' } });
    await journey.request('POST', `/v1/images/${one}/deprecation`, {});
    await journey.request('POST', `/v1/images/${two}/deprecation`, {});
    const { total } = (await journey.request('GET', '/v1/costs')).body;
    const single = await own.plan({ ami_ids: [one] });
    expect(own.goes(single)).toEqual([one]);
    expect([single.monthly_saving_usd, single.entries[0].monthly_cost_usd]).toEqual([0, 0]);
    await journey.request('POST', `/v1/images/${three}/deprecation`, {});
    const all = await own.plan({ ami_ids: [one, two, three] });
    expect(own.goes(all)).toEqual([one, two, three].sort());
    expect(all.monthly_saving_usd).toBeCloseTo(total.usd, 2);
    expect(total.usd).toBeCloseTo(8 * 0.3 * 0.05, 2);
  }, 60_000);

  test('goes with the last of its images, and only that removal reports a saving', async () => {
    const remove = async (ids: string[]): Promise<any[]> => {
      const planned = await own.start({ ami_ids: ids, dry_run: false });
      await journey.advance(2 * hours);
      return (await own.ended(planned)).removals;
    };
    expect((await remove([one])).map(({ status, monthly_cost_usd }) => [status, monthly_cost_usd])).toEqual([
      ['removed', 0],
    ]);
    expect((await journey.ec2('DescribeSnapshots', { SnapshotIds: [snapshot] })).Snapshots).toHaveLength(1);
    const rest = await remove([two, three]);
    expect(rest.map(({ status }) => status)).toEqual(['removed', 'removed']);
    expect(rest.filter(({ monthly_cost_usd }) => monthly_cost_usd > 0)).toHaveLength(1);
    expect((await journey.ec2('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots).toEqual([]);
  }, 60_000);
});

describe('the sharing of a snapshot that two images use', () => {
  const lab = '210987654321';
  let four: string;
  let five: string;
  let snapshotOfBoth: string;
  const share = async (id: string, body: object = {}): Promise<any> => {
    const { status, body: answer } = await journey.request('POST', `/v1/images/${id}/shares`, {
      accounts: [lab],
      ...body,
    });
    expect([status, answer.complete]).toEqual([200, true]);
    return answer;
  };
  const copiers = async (): Promise<string[]> => {
    const asked = { SnapshotId: snapshotOfBoth, Attribute: 'createVolumePermission' };
    return (await journey.ec2('DescribeSnapshotAttribute', asked)).CreateVolumePermissions.map(
      ({ UserId }: any) => UserId,
    );
  };
  const drift = async (id: string): Promise<any> =>
    (await journey.request('GET', `/v1/images/${id}/shares`)).body.images[0].drift;

  beforeAll(async () => {
    const { instance } = await launched(journey, { name: 'prepared' });
    four = (await journey.ec2('CreateImage', { InstanceId: instance.instance_id, Name: 'four', NoReboot: true }))
      .ImageId;
    await journey.advance(15 * minutes);
    await journey.request('DELETE', `/v1/instances/${instance.instance_id}`);
    const [image] = (await journey.ec2('DescribeImages', { ImageIds: [four] })).Images;
    const [{ DeviceName, Ebs }] = image.BlockDeviceMappings;
    snapshotOfBoth = Ebs.SnapshotId;
    const BlockDeviceMappings = [{ DeviceName, Ebs: { SnapshotId: snapshotOfBoth } }];
    const asked = { Name: 'five', RootDeviceName: DeviceName, BlockDeviceMappings };
    five = (await journey.ec2('RegisterImage', asked)).ImageId;
    await journey.advance(minutes);
    expect((await tag(four, { stack: 'four', version: '1.0.0' })).status).toBe(200);
    expect((await tag(five, { stack: 'five', version: '1.0.0' })).status).toBe(200);
  }, 240_000);

  test('stays while one of them is shared to be copied, and ends with the last', async () => {
    await share(four, { copyable: true });
    await share(five, { copyable: true });
    expect((await share(four, { revoke: true })).results).toMatchObject([{ taken: [{ id: lab }] }]);
    expect(await copiers()).toEqual([lab]);
    expect([await drift(four), await drift(five)]).toMatchObject([{ state: 'none' }, { state: 'none' }]);
    await share(five, { revoke: true });
    expect(await copiers()).toEqual([]);
  });

  test('stays when the time of one of them is over, and is nobody else’s doing', async () => {
    await share(four, { copyable: true, until: new Date(journey.clock.now() + 1 * hours).toISOString() });
    await share(five, { copyable: true });
    await journey.advance(2 * hours);
    const { steps } = await nightReport(journey);
    expect(await copiers()).toEqual([lab]);
    expect(steps.shares).toMatchObject({ taken_back: 1, given_again: 0, shared_by_others: 0 });
    await share(five, { revoke: true });
    expect(await copiers()).toEqual([]);
  }, 60_000);

  test('ends when the other one may only be launched', async () => {
    await share(four, { copyable: true });
    await share(five);
    await share(four, { revoke: true });
    expect(await copiers()).toEqual([]);
    await share(five, { revoke: true });
  });
});

describe('names of images that were made elsewhere', () => {
  let id: string;

  beforeAll(async () => {
    const { instance } = await launched(journey, { name: 'prepared' });
    const own = { stack: 'My Stack', version: ' 1.11 ' };
    const Tags = Object.entries(own).map(([Key, Value]) => ({ Key, Value }));
    id = (
      await journey.ec2('CreateImage', {
        InstanceId: instance.instance_id,
        Name: 'by-hand',
        NoReboot: true,
        TagSpecifications: [{ ResourceType: 'image', Tags }],
      })
    ).ImageId;
    await journey.advance(15 * minutes);
  }, 240_000);

  test.each([
    [{ stack: '../../etc', version: '1.0' }, 'InvalidName', "the stack is '../../etc'"],
    [{ stack: 'My Stack', version: '1.0' }, 'InvalidName', "the stack is 'My Stack'"],
    [{ stack: 'tool', version: ' 1.11 ' }, 'InvalidVersion', "' 1.11 ' is not a version"],
    [{ stack: 'tool', version: 'latest' }, 'InvalidVersion', 'it stands for the newest version'],
    [{ stack: 'tool', version: '1.0', variant: 'a/b' }, 'InvalidName', "the variant is 'a/b'"],
    [{ tags: { stack: '../etc', version: '1.0' } }, 'InvalidName', "the stack is '../etc'"],
    [{}, 'InvalidName', 'the tag stack of ami-'],
    [{ stack: 'tool' }, 'InvalidVersion', 'the tag version of ami-'],
  ])('are held to the rules of recipes: %j', async (body, name, text) => {
    expect(await tag(id, body)).toMatchObject({ status: 400, body: { name, detail: expect.stringContaining(text) } });
    expect(await tagsOf(id)).not.toHaveProperty(tagKeys.managed);
  });

  test('hold for create-ami too', async () => {
    for (const tags of [{ stack: '../../etc' }, { stack: 'My Stack' }, { stack: 'tool', version: 'latest' }]) {
      const { status } = await journey.request('POST', '/v1/images', { instance: 'prepared', name: 'by-hand-2', tags });
      expect(status).toBe(400);
    }
  });
});
