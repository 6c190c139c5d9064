import { AwsError } from '../../../kernel/types';
import { arnOf, ownedContext, requestTags } from '../state/authorize';
import { imageUsing } from '../state/own-image';
import { missingParameter, notFound, notSimulated } from '../state/faults';
import { announce } from './lifecycle';
import { requireFreeName } from './names';
import type { Image, VolumeMapping } from '../state/model';
import { born, newId, type Handler, type Request } from '../state/simulation';
import { authorizeTagOnCreate, setTags, tagSpecifications } from '../state/tags';

/**
 * One more image of snapshots that are there, available at once: so two images come to share a snapshot. What is on a
 * disk is known by the image that has it, so that the root snapshot must have one.
 */
export const registerImage: Handler = (request) => {
  const { call, input, simulation, region } = request;
  const root = input.RootDeviceName;
  if (root === undefined) throw missingParameter('RootDeviceName');
  const tags = tagSpecifications(request, ['image']).image ?? new Map<string, string>();
  const volumes: VolumeMapping[] = (input.BlockDeviceMappings ?? []).map(({ DeviceName, Ebs }: Record<string, any>) =>
    volumeOf(request, DeviceName, Ebs?.SnapshotId),
  );
  call.authorize('ec2:RegisterImage', arnOf(request, 'image'), {
    ...requestTags(tags),
    'ec2:Region': region.name,
    'ec2:Owner': simulation.world.accountId,
  });
  authorizeTagOnCreate(request, 'image', tags);
  requireFreeName(request);
  const rootSnapshot = volumes.find(({ deviceName }) => deviceName === root)?.snapshotId;
  if (rootSnapshot === undefined)
    throw new AwsError('InvalidBlockDeviceMapping', `No snapshot found for root device name '${root}'`);
  const origin = imageUsing(request, rootSnapshot);
  if (!origin) throw notSimulated(`RegisterImage of the snapshot ${rootSnapshot}, which belongs to no image`);
  return () => {
    const birth = born(simulation);
    const image: Image = {
      ...birth,
      id: newId(simulation, 'ami-'),
      name: input.Name,
      description: input.Description,
      ownerId: simulation.world.accountId,
      state: 'available',
      architecture: input.Architecture ?? origin.architecture,
      creationDate: new Date(birth.createdAt).toISOString(),
      rootDeviceName: root,
      volumes,
      disk: origin.disk,
      platformDetails: origin.platformDetails,
      permissions: [],
    };
    region.images.set(image.id, image);
    setTags(region, image.id, tags);
    announce(request, image);
    return { ImageId: image.id };
  };
};

function volumeOf(request: Request, deviceName: string, snapshotId: string | undefined): VolumeMapping {
  const snapshot = request.region.snapshots.get(snapshotId ?? '');
  if (!snapshot) throw notFound('snap-', [snapshotId ?? '']);
  request.call.authorize('ec2:RegisterImage', arnOf(request, 'snapshot', snapshot.id), ownedContext(request, snapshot));
  return {
    deviceName,
    sizeGib: snapshot.sizeGib,
    volumeType: 'gp3',
    encrypted: snapshot.encrypted,
    deleteOnTermination: true,
    snapshotId: snapshot.id,
  };
}
