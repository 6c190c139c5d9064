import {
  ListImagesInRecycleBinCommand,
  ListSnapshotsInRecycleBinCommand,
  RestoreImageFromRecycleBinCommand,
  RestoreSnapshotFromRecycleBinCommand,
} from '@aws-sdk/client-ec2';
import { ec2 } from '../client/clients';
import { everyPage } from '../client/pages';

/** Returns the ids of the images that the Recycle Bin of a region retains, with the time when they are deleted. */
export async function imagesInBin(region: string): Promise<Map<string, string>> {
  const found = await everyPage('ListImagesInRecycleBin', async (token) => {
    const answer = await ec2(region).send(
      new ListImagesInRecycleBinCommand({ MaxResults: 1000, ...(token && { NextToken: token }) }),
    );
    return { items: answer.Images, next: answer.NextToken };
  });
  return new Map(
    found.map(({ ImageId = '', RecycleBinExitTime }) => [ImageId, RecycleBinExitTime?.toISOString() ?? '']),
  );
}

/** Returns the ids of the snapshots that the Recycle Bin of a region retains. */
export async function snapshotsInBin(region: string): Promise<Set<string>> {
  const found = await everyPage('ListSnapshotsInRecycleBin', async (token) => {
    const answer = await ec2(region).send(
      new ListSnapshotsInRecycleBinCommand({ MaxResults: 1000, ...(token && { NextToken: token }) }),
    );
    return { items: answer.Snapshots, next: answer.NextToken };
  });
  return new Set(found.map(({ SnapshotId = '' }) => SnapshotId));
}

/** Restores an image from the Recycle Bin. Its snapshots must be there: they are restored first. */
export async function restoreImageFromBin(region: string, imageId: string): Promise<void> {
  await ec2(region).send(new RestoreImageFromRecycleBinCommand({ ImageId: imageId }));
}

/** Restores a snapshot from the Recycle Bin. */
export async function restoreSnapshotFromBin(region: string, snapshotId: string): Promise<void> {
  await ec2(region).send(new RestoreSnapshotFromRecycleBinCommand({ SnapshotId: snapshotId }));
}
