import { launched } from '../../kit/command';
import { finished, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const scratch = { device: '/dev/sdg', size_gb: 50, in_image: false };
const volumes = [{ device: '/dev/sdf', size_gb: 20, delete_on_termination: false }, scratch];

describe('the volumes of an image', () => {
  let journey: Journey;
  let ami: string;
  const mappingsOf = async (id: string): Promise<[string, number, boolean][]> =>
    (await journey.ec2('DescribeImages', { ImageIds: [id] })).Images[0].BlockDeviceMappings.map(
      ({ DeviceName, Ebs }: any) => [DeviceName, Ebs.VolumeSize, Ebs.DeleteOnTermination],
    );
  const volumesThere = async (): Promise<number> => (await journey.ec2('DescribeVolumes', {})).Volumes.length;

  beforeAll(async () => {
    journey = await localStack();
  }, 120_000);

  test('are those that the recipe keeps in it, and its builders and tests leave none behind', async () => {
    const before = await volumesThere();
    ({ ami_id: ami } = await buildSmall(journey, { volumes }));
    expect(await mappingsOf(ami)).toEqual([
      ['/dev/xvda', expect.any(Number), true],
      ['/dev/sdf', 20, false],
    ]);
    await journey.advance(10 * minutes);
    expect(await volumesThere()).toBe(before);
  });

  test('cannot take the device of the root volume', async () => {
    const build = (device: string) =>
      journey.request('POST', '/v1/builds', {
        recipe: smallRecipe({ version: '9.0.0', volumes: [...volumes, { ...scratch, device }] }),
      });
    expect(await build('/dev/xvda')).toMatchObject({ status: 400, body: { name: 'InvalidRecipe' } });
    expect(await build('/dev/sdf')).toMatchObject({
      status: 400,
      body: { name: 'InvalidRecipe', detail: expect.stringContaining('/dev/sdf') },
    });
  });

  test('of an instance can be left out of its image, and their deletion set', async () => {
    const { instance } = await launched(journey, { name: 'workbench', ami, ttl: '12h' });
    const create = (name: string, ...flags: string[]) =>
      spawnIn(journey, ['create-ami', instance.instance_id, '--name', name, ...flags, '--wait', '-o', 'json']);
    const kept = await create('kept-1', '--delete-on-termination', '/dev/xvda=no');
    expect(kept).toMatchObject({ code: 0 });
    expect(await mappingsOf(JSON.parse(kept.out).ami_id)).toEqual([
      ['/dev/xvda', expect.any(Number), false],
      ['/dev/sdf', 20, false],
    ]);
    const without = await create('without-1', '--exclude-volume', '/dev/sdf');
    expect(without).toMatchObject({ code: 0 });
    const image = JSON.parse(without.out);
    expect(await mappingsOf(image.ami_id)).toEqual([['/dev/xvda', expect.any(Number), true]]);
    // The freeze does not wait for a snapshot of the volume that is left out.
    expect(image.tags['spawn:consistency']).toBe('file-system');
    const refused = await create('none-1', '--exclude-volume', '/dev/sdz');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("has no volume '/dev/sdz': it has /dev/xvda, /dev/sdf.");
  });

  test('that the image lets EC2 keep do not outlive a test of it', async () => {
    const before = await volumesThere();
    const { body } = await journey.request('POST', `/v1/images/${ami}/tests`, { script: 'true', auto_terminate: true });
    expect(await finished(journey, body.operation_id)).toMatchObject({ status: 'succeeded' });
    await journey.advance(10 * minutes);
    expect(await volumesThere()).toBe(before);
  });
});
