import { Client } from '@smithy/core/client';
import { copyImage } from '../../aws/image/copy';
import { createImage } from '../../aws/image/create';
import { deregisterImage } from '../../aws/image/deregister';
import { stopInstance, terminateInstances } from '../../aws/instance/end';
import { describeImage, describeImages, findImageByName } from '../../aws/image/describe';
import { describeInstanceTypes } from '../../aws/instance/types';
import { describeInstance, describeInstances } from '../../aws/instance/describe';
import { describeRegions } from '../../aws/client/regions';
import { tagResources, untagResources } from '../../aws/client/resource-tags';
import { runInstance } from '../../aws/instance/run';
import { usingInstances } from '../../aws/reference/using-instances';
import { describeSnapshots, findSnapshots, snapshotShares } from '../../aws/image/snapshots';
import { amazonLinux, kit, type Kit } from '../../local/test/ec2/kit';
import { setEnvironment } from './fake-aws';

let simulated: Kit;

beforeEach(() => {
  setEnvironment();
  simulate(kit());
});

function simulate(given: Kit): void {
  simulated = given;
  jest.spyOn(Client.prototype, 'send').mockImplementation(async function send(this: any, command: any) {
    try {
      return await simulated.call(
        command.constructor.name.replace(/Command$/, ''),
        command.input,
        await this.config.region(),
      );
    } catch (error: any) {
      // The SDK makes the code of an answer the error's name.
      throw Object.assign(new Error(error.message), { name: error.code ?? error.name });
    }
  });
}
afterEach(() => jest.restoreAllMocks());

const region = 'us-east-1';
const tags = { kind: 'candidate' };
const minutes = (count: number): Promise<unknown> => Promise.resolve(simulated.clock.advance(count * 60_000));

async function builder(clientToken = 'token'): Promise<string> {
  const launched = await runInstance({
    region,
    clientToken,
    imageId: amazonLinux,
    instanceType: 'm7i.large',
    profileName: 'builder',
    userData: '#!/bin/sh\n',
    volumeSizeGb: 30,
    rootDevice: '/dev/xvda',
    tags: { ...tags, Name: 'Trainer' },
    shutdownBehavior: 'stop',
  });
  await minutes(1);
  return launched.instance_id;
}

async function imageOf(instanceId: string, name: string): Promise<string> {
  await stopInstance(region, instanceId);
  await minutes(2);
  const imageId = await createImage({
    region,
    instanceId,
    name,
    description: '',
    noReboot: true,
    tags,
    snapshotTags: tags,
  });
  await minutes(20);
  return imageId;
}

describe('the simulated EC2 knows every request of the layer, and the layer every answer', () => {
  test('an instance is launched once per token, found, stopped and terminated', async () => {
    const id = await builder();
    expect(await builder()).toBe(id);
    expect(await describeInstance(region, id)).toMatchObject({
      state: 'running',
      root_device: '/dev/xvda',
      architecture: 'x86_64',
      name: 'Trainer',
      tags,
    });
    for (const query of [{ name: 'TRAINER' }, { clientToken: 'token' }, { tags, states: ['running' as const] }]) {
      expect((await describeInstances(region, query)).map(({ instance_id }) => instance_id)).toEqual([id]);
    }
    expect(await stopInstance(region, id)).toBe('stopping');
    expect(await terminateInstances(region, [id, 'i-0123456789abcdef0'])).toEqual([id]);
    await minutes(2);
    await expect(stopInstance(region, id)).rejects.toMatchObject({ name: 'InstanceLost' });
    await expect(builder()).rejects.toMatchObject({
      name: 'InstanceLost',
      details: { aws_error: 'IdempotentInstanceTerminated' },
    });
  });

  test('an image is made of an instance that settles for some seconds after its stop', async () => {
    simulate(kit({ latencies: { settling: [3_000, 3_000] } }));
    const instanceId = await builder();
    await stopInstance(region, instanceId);
    while ((await describeInstance(region, instanceId))?.state !== 'stopped') await simulated.clock.advance(1_000);
    const pauses: number[] = [];
    jest.spyOn(globalThis, 'setTimeout').mockImplementation(((done: () => void, delay: number) => {
      pauses.push(delay);
      void Promise.resolve(simulated.clock.advance(delay)).then(done);
    }) as never);
    const image = { region, instanceId, name: 'pytorch', description: '', noReboot: true, tags, snapshotTags: tags };
    expect(await createImage(image)).toMatch(/^ami-/);
    expect(pauses).toEqual([2_000, 4_000]);
  });

  test('a copy over the quota of images is refused for good', async () => {
    simulate(kit({ limits: { images: 1 } }));
    const instanceId = await builder();
    const id = await imageOf(instanceId, 'pytorch-2.2');
    const copyTo = (clientToken: string): Promise<string> =>
      copyImage({
        sourceRegion: region,
        sourceImageId: id,
        region,
        name: 'pytorch-copy',
        description: '',
        clientToken,
        tags,
      });
    await expect(copyTo('copy-1')).rejects.toMatchObject({ name: 'QuotaExceeded' });
  });

  test('an image is made, found by name, tagged, and removed with its snapshots', async () => {
    const instanceId = await builder();
    const id = await imageOf(instanceId, 'pytorch-2.2');
    const image = await findImageByName(region, 'pytorch-2.2');
    expect(image).toMatchObject({
      image_id: id,
      state: 'available',
      source_instance_id: instanceId,
      tags,
      block_devices: [{ device: '/dev/xvda', size_gb: 30 }],
    });
    await expect(
      createImage({
        region,
        instanceId,
        name: 'pytorch-2.2',
        description: '',
        noReboot: true,
        tags,
        snapshotTags: tags,
      }),
    ).rejects.toMatchObject({ name: 'NameTaken' });
    const snapshotId = image!.block_devices[0]!.snapshot_id!;
    expect(await describeSnapshots(region, [snapshotId])).toMatchObject([
      { snapshot_id: snapshotId, state: 'completed', progress_percent: 100, tags },
    ]);
    expect(await snapshotShares(region, snapshotId)).toEqual([]);
    await tagResources(region, [id, snapshotId], { kind: 'published' });
    expect(await findSnapshots(region, { kind: 'published' })).toHaveLength(1);
    await untagResources(region, [id], ['kind']);
    expect((await describeImage(region, id))?.tags).toEqual({});
    expect(await deregisterImage(region, id)).toEqual({
      deregistered: true,
      deleted_snapshots: [snapshotId],
      kept_snapshots: [],
    });
    expect(await describeSnapshots(region, [snapshotId])).toEqual([]);
  });

  test('an image is copied once per token, and a region that copies enough says so', async () => {
    const id = await imageOf(await builder(), 'pytorch-2.2');
    const copy = {
      sourceRegion: region,
      sourceImageId: id,
      region: 'eu-west-1',
      name: 'pytorch-2.2',
      description: '',
      clientToken: 'copy',
      tags,
    };
    const replica = await copyImage(copy);
    expect(await copyImage(copy)).toBe(replica);
    const many = Array.from({ length: 20 }, (_, index) =>
      copyImage({ ...copy, name: `copy-${index}`, clientToken: `copy-${index}` }),
    );
    const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: { name: 'CopyQuotaExceeded' } }]);
    await minutes(60);
    expect(await describeImages('eu-west-1', { imageIds: [replica], tags })).toMatchObject([
      { state: 'available', tags },
    ]);
  });

  test('what uses hundreds of images, and the images themselves, are asked for in calls that EC2 takes', async () => {
    const id = await imageOf(await builder(), 'pytorch-2.2');
    const ids = [...Array.from({ length: 399 }, (_, index) => `ami-${String(index).padStart(17, '0')}`), id];
    await simulated.launch({ ImageId: id });
    expect(await usingInstances(region, ids)).toMatchObject([{ ami_id: id, kind: 'instance' }]);
    expect(await describeImages(region, { imageIds: ids, tags, states: ['available'] })).toHaveLength(1);
    expect(await describeImages(region, { names: [...ids, 'pytorch-2.2'], tags })).toHaveLength(1);
    const snapshot = (await describeImage(region, id))!.block_devices[0]!.snapshot_id!;
    const snapshotIds = [...ids.map((each) => each.replace('ami', 'snap')), snapshot];
    expect(await describeImages(region, { snapshotIds, tags })).toHaveLength(1);
  });

  test('instance types and regions are known', async () => {
    expect(await describeInstanceTypes(region, ['m7i.large'])).toMatchObject([
      { architectures: ['x86_64'], gpus: [], neuron: false },
    ]);
    await expect(describeInstanceTypes(region, ['m7i.lrage', 'm7i.large'])).rejects.toMatchObject({
      name: 'InvalidInstanceType',
      details: { instance_types: ['m7i.lrage'] },
    });
    await expect(
      runInstance({
        region,
        clientToken: 'x',
        imageId: 'ami-0123456789abcdef0',
        instanceType: 'm7i.large',
        tags,
        shutdownBehavior: 'stop',
      }),
    ).rejects.toMatchObject({ name: 'ImageNotFound' });
    expect(await describeRegions()).toEqual(expect.arrayContaining([{ region: 'us-east-1', enabled: true }]));
  });
});
