import { AwsError } from '../../../kernel/types';
import { arnOf, instanceContext, requestTags } from '../state/authorize';
import { has } from '../../../kernel/facts';
import { missingParameter } from '../state/faults';
import { finishImage, makeImage } from './lifecycle';
import { requireFreeName } from './names';
import { crashedDisk, currentDisk, reboot } from '../instance/lifecycle';
import type { Instance, VolumeMapping } from '../state/model';
import { requireOne, type Handler } from '../state/simulation';
import { authorizeTagOnCreate, tagSpecifications } from '../state/tags';

const taggable = ['image', 'snapshot'] as const;

/** An image of a running or stopped instance; a running one is rebooted first unless NoReboot is true. */
export const createImage: Handler = (request) => {
  const { call, input, simulation, region } = request;
  if (!input.InstanceId) throw missingParameter('InstanceId');
  const tags = tagSpecifications(request, taggable);
  const instance = requireOne(simulation, region.instances, 'i-', input.InstanceId);
  call.authorize('ec2:CreateImage', arnOf(request, 'instance', instance.id), instanceContext(request, instance));
  for (const type of taggable) {
    const given = tags[type] ?? new Map<string, string>();
    call.authorize('ec2:CreateImage', arnOf(request, type), {
      ...requestTags(given),
      'ec2:Region': region.name,
      'ec2:Owner': simulation.world.accountId,
    });
    authorizeTagOnCreate(request, type, given);
  }
  if (instance.state !== 'running' && instance.state !== 'stopped') {
    throw new AwsError(
      'IncorrectInstanceState',
      `Instance '${instance.id}' is not in state 'running' or 'stopped': its state is '${instance.state}'.`,
    );
  }
  if (instance.state === 'stopped' && (instance.settledAt ?? 0) > simulation.world.clock.now())
    throw new AwsError('InvalidParameterValue', `Instance '${instance.id}' is not in state 'running' or 'stopped'`);
  requireFreeName(request);
  const volumes = imageVolumes(instance, input.BlockDeviceMappings ?? []);
  return () => {
    const disk = input.NoReboot ? crashedDisk(instance) : currentDisk(instance);
    const base = region.images.get(instance.imageId);
    const image = makeImage(
      request,
      {
        architecture: instance.architecture,
        rootDeviceName: instance.rootDeviceName,
        disk,
        platformDetails: instance.platformDetails,
        sourceInstanceId: instance.id,
        sourceImageId: base?.id ?? instance.imageId,
        sourceImageRegion: region.name,
      },
      volumes,
      tags,
    );
    if (instance.state === 'running' && !input.NoReboot && has(simulation.world, 'create-image-reboots'))
      reboot(simulation, region, instance);
    const failure = simulation.options.imageFailure?.({ region: region.name, name: image.name, action: 'CreateImage' });
    void finishImage(request, image, simulation.latencies.image, simulation.latencies.imagePerGib, { failure });
    return { ImageId: image.id };
  };
};

type Mapping = { DeviceName?: string; NoDevice?: string; Ebs?: { DeleteOnTermination?: boolean } };

/** The volumes of the instance without those of NoDevice, deleted with an instance of the image as the request says. */
function imageVolumes(instance: Instance, asked: Mapping[]): (VolumeMapping & { volumeId: string })[] {
  const volumes = new Map(
    instance.volumes.map(({ volumeId, mapping }) => [mapping.deviceName, { ...mapping, volumeId }]),
  );
  for (const { DeviceName: device = '', NoDevice, Ebs } of asked) {
    const volume = volumes.get(device);
    if (NoDevice !== undefined && device === instance.rootDeviceName)
      throw new AwsError('InvalidBlockDeviceMapping', `The root device '${device}' cannot be left out.`);
    if (!volume && Ebs)
      throw new AwsError('InvalidBlockDeviceMapping', `Size or snapshot must be specified for device '${device}'.`);
    if (NoDevice !== undefined) volumes.delete(device);
    else if (volume) volume.deleteOnTermination = Ebs?.DeleteOnTermination ?? volume.deleteOnTermination;
  }
  return [...volumes.values()];
}
