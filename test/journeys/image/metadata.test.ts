import { tagKeys } from '../../../core/tags';
import { launched } from '../../kit/command';
import { build, finished, home, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

const imdsOf = async ({ ec2 }: Journey, region: string, name: string): Promise<string | undefined> =>
  (await ec2('DescribeImages', { Owners: ['self'], Filters: [{ Name: 'name', Values: [`${name}*`] }] }, region))
    .Images[0].ImdsSupport;

describe('an image that is built', () => {
  test('specifies IMDSv2, as do its copies, and an instance of it accepts nothing else by default', async () => {
    const journey = await localStack();
    const run = await build(journey, 'pytorch-cpu', {
      recipe: (text) => text.replace(/regions: .*/, 'regions: [us-west-2]'),
    });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    expect(await imdsOf(journey, home, 'pytorch')).toBe('v2.0');
    expect(await imdsOf(journey, 'us-west-2', 'pytorch')).toBe('v2.0');
    expect((await journey.request('GET', `/v1/images/${run.ami_id}`)).body.imds_support).toBe('v2.0');
    const { Instances } = await journey.ec2('RunInstances', {
      ImageId: run.ami_id,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
    });
    expect(Instances[0].MetadataOptions).toMatchObject({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 });
  });

  test('leaves it open when the recipe says so', async () => {
    const journey = await localStack();
    const run = await buildSmall(journey, { imds: 'optional' });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    expect((await journey.request('GET', `/v1/images/${run.ami_id}`)).body.imds_support).toBeUndefined();
  });
});

describe('an image of an instance that somebody prepared', () => {
  let journey: Journey;
  let instance: string;
  beforeAll(async () => {
    journey = await localStack();
    instance = (await launched(journey, { name: 'workbench', ttl: '12h' })).instance.instance_id;
  });
  const created = async (name: string, body: object = {}): Promise<string | undefined> => {
    const answer = await journey.request('POST', '/v1/images', { instance, name, ...body });
    expect(await finished(journey, answer.body.operation_id)).toMatchObject({ status: 'succeeded' });
    return imdsOf(journey, home, name);
  };

  test('specifies IMDSv2 as its instance does, unless the request says otherwise', async () => {
    expect(await created('bench-1')).toBe('v2.0');
    expect(await created('bench-2', { imds: 'optional' })).toBeUndefined();
  });

  test('of an instance that accepts IMDSv1 leaves it open, unless the request says otherwise', async () => {
    const { Images } = await journey.ec2('DescribeImages', {
      Owners: ['amazon'],
      Filters: [{ Name: 'name', Values: ['al2023-ami-2023*-x86_64'] }],
    });
    const { Instances } = await journey.ec2('RunInstances', {
      ImageId: Images[0].ImageId,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      MetadataOptions: { HttpTokens: 'optional' },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: tagKeys.managed, Value: 'true' }] }],
    });
    await journey.advance(20 * minutes);
    instance = Instances[0].InstanceId;
    const waivers = [{ what: 'unsearched', reason: 'a fresh instance' }];
    expect(await created('legacy-1', { waivers })).toBeUndefined();
    expect(await created('legacy-2', { waivers, imds: 'required' })).toBe('v2.0');
  });
});
