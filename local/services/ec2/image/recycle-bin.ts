import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll, ownedContext } from '../state/authorize';
import { missingParameter, notFound } from '../state/faults';
import type { Image, Snapshot } from '../state/model';
import { pageOf } from '../state/pages';
import type { Binned, Handler, Region, Request, Simulation } from '../state/simulation';

const day = 86_400_000;
/** The tag of everything in the bin, which nobody can change (user guide, "Considerations for Recycle Bin"). */
const binTag = 'aws:recycle-bin:resource-in-bin';

/**
 * Moves a deregistered image to the Recycle Bin if a retention rule matches its tags. It keeps its tags, and gets its
 * state back when it is restored.
 */
export function retainImage(request: Request, image: Image, state: Image['state']): void {
  retain(request, 'EC2_IMAGE', request.region.bin.images, image.id, { image, state });
}

/** Moves a deleted snapshot to the Recycle Bin if a retention rule matches its tags. Returns whether it did. */
export function retainSnapshot(request: Request, snapshot: Snapshot): boolean {
  return retain(request, 'EBS_SNAPSHOT', request.region.bin.snapshots, snapshot.id, { snapshot });
}

function retain<Content>(
  { simulation, region }: Request,
  type: 'EBS_SNAPSHOT' | 'EC2_IMAGE',
  bin: Map<string, Binned & Content>,
  id: string,
  content: Content,
): boolean {
  const tags = region.tags.get(id) ?? new Map<string, string>();
  const days = simulation.options.retentionDays?.(region.name, type, tags);
  if (days === undefined) return false;
  const enteredAt = simulation.world.clock.now();
  bin.set(id, { ...content, enteredAt, exitsAt: enteredAt + days * day });
  region.tags.set(id, new Map([...tags, [binTag, 'true']]));
  return true;
}

/** Returns what is still in the bin: the rest is deleted for good. */
function contents<Content extends Binned>({ world }: Simulation, bin: Map<string, Content>): Map<string, Content> {
  for (const [id, { exitsAt }] of bin) if (exitsAt <= world.clock.now()) bin.delete(id);
  return bin;
}

export const listImagesInRecycleBin: Handler = (request) => {
  authorizeAll(request);
  const { simulation, region, input } = request;
  const ids: string[] = input.ImageIds ?? [];
  const there = [...contents(simulation, region.bin.images).values()].filter(
    ({ image }) => image.ownerId === simulation.world.accountId && (ids.length === 0 || ids.includes(image.id)),
  );
  const { items, NextToken } = pageOf(there, input);
  return () => ({
    Images: items.map(({ image, ...times }) => ({
      ImageId: image.id,
      Name: image.name,
      Description: image.description,
      ...timesOf(times),
    })),
    NextToken,
  });
};

export const listSnapshotsInRecycleBin: Handler = (request) => {
  authorizeAll(request);
  const { simulation, region, input } = request;
  const ids: string[] = input.SnapshotIds ?? [];
  const there = [...contents(simulation, region.bin.snapshots).values()].filter(
    ({ snapshot }) =>
      snapshot.ownerId === simulation.world.accountId && (ids.length === 0 || ids.includes(snapshot.id)),
  );
  const { items, NextToken } = pageOf(there, input);
  return () => ({
    Snapshots: items.map(({ snapshot, ...times }) => ({
      SnapshotId: snapshot.id,
      Description: snapshot.description,
      VolumeId: snapshot.volumeId,
      ...timesOf(times),
    })),
    NextToken,
  });
};

function timesOf({ enteredAt, exitsAt }: Binned): Record<string, Date> {
  return { RecycleBinEnterTime: new Date(enteredAt), RecycleBinExitTime: new Date(exitsAt) };
}

/**
 * Restores an image, as it was before it was deregistered. Without one of its snapshots it cannot be restored (user
 * guide, "Considerations for Recycle Bin").
 */
export const restoreImageFromRecycleBin: Handler = (request) => {
  const { call, input, simulation, region } = request;
  if (!input.ImageId) throw missingParameter('ImageId');
  const binned = contents(simulation, region.bin.images).get(input.ImageId);
  if (binned?.image.ownerId !== simulation.world.accountId) throw notFound('ami-', [input.ImageId]);
  const { image, state } = binned;
  call.authorize('ec2:RestoreImageFromRecycleBin', arnOf(request, 'image', image.id), ownedContext(request, image));
  const lost = image.volumes.flatMap(({ snapshotId = '' }) => (region.snapshots.has(snapshotId) ? [] : snapshotId));
  if (lost.length > 0) throw notFound('snap-', lost);
  const holder = [...region.images.values()].find(
    ({ ownerId, name }) => ownerId === image.ownerId && name === image.name,
  );
  if (holder)
    throw new AwsError('InvalidAMIName.Duplicate', `AMI name ${image.name} is already in use by AMI ${holder.id}`);
  return () => {
    region.bin.images.delete(image.id);
    region.lingering = region.lingering.filter((other) => other.image !== image);
    region.deregistered.delete(image.id);
    image.state = state;
    region.images.set(image.id, image);
    untag(region, image.id);
    return { Return: true };
  };
};

export const restoreSnapshotFromRecycleBin: Handler = (request) => {
  const { call, input, simulation, region } = request;
  if (!input.SnapshotId) throw missingParameter('SnapshotId');
  const binned = contents(simulation, region.bin.snapshots).get(input.SnapshotId);
  if (binned?.snapshot.ownerId !== simulation.world.accountId) throw notFound('snap-', [input.SnapshotId]);
  const { snapshot } = binned;
  call.authorize(
    'ec2:RestoreSnapshotFromRecycleBin',
    arnOf(request, 'snapshot', snapshot.id),
    ownedContext(request, snapshot),
  );
  return () => {
    region.bin.snapshots.delete(snapshot.id);
    region.snapshots.set(snapshot.id, snapshot);
    untag(region, snapshot.id);
    return {
      SnapshotId: snapshot.id,
      Description: snapshot.description,
      Encrypted: snapshot.encrypted,
      OwnerId: snapshot.ownerId,
      Progress: '100%',
      StartTime: new Date(snapshot.createdAt),
      State: snapshot.state,
      VolumeId: snapshot.volumeId,
      VolumeSize: snapshot.sizeGib,
    };
  };
};

function untag(region: Region, id: string): void {
  region.tags.get(id)?.delete(binTag);
}
