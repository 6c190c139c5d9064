import { launched } from '../kit/command';
import { home, localStack, type Journey } from '../kit/journey';
import { buildSmall } from '../kit/small-recipe';

describe('the rate at which the root volume is filled from its snapshot', () => {
  let journey: Journey;
  let ami: string;
  beforeAll(async () => {
    journey = await localStack();
    ami = (await buildSmall(journey)).ami_id;
  });

  const rateOf = async (instance: string): Promise<number | undefined> => {
    const { Volumes } = await journey.ec2('DescribeVolumes', { Filters: [{ Name: 'attachment.instance-id', Values: [instance] }] }, home);
    return Volumes[0].VolumeInitializationRate;
  };

  test('is EBS’s own unless the launch or the policy of the stack says otherwise', async () => {
    expect(await rateOf((await launched(journey, { stack: 'tool' })).instance.instance_id)).toBeUndefined();
    expect(await rateOf((await launched(journey, { stack: 'tool', volume_initialization_rate: 300, volume_size_gb: 20 })).instance.instance_id)).toBe(300);
    expect((await journey.request('PUT', '/v1/stacks/tool', { volume_initialization_rate: 150 })).status).toBe(200);
    expect(await rateOf((await launched(journey, { stack: 'tool' })).instance.instance_id)).toBe(150);
    expect(await rateOf((await launched(journey, { ami })).instance.instance_id)).toBe(150);
    expect(await rateOf((await launched(journey, { stack: 'tool', volume_initialization_rate: 100 })).instance.instance_id)).toBe(100);
  });

  test('is refused outside of 100 to 300 before anything is launched', async () => {
    const before = journey.local.calls.length;
    expect(await journey.request('POST', '/v1/instances', { name: 'x', instance_type: 'm7i.large', ami, volume_initialization_rate: 301 })).toMatchObject({ status: 400, body: { name: 'InvalidRequest' } });
    expect(journey.local.calls.slice(before).filter(({ action }) => action === 'RunInstances')).toEqual([]);
  });
});
