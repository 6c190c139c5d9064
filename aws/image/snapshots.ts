import {
  DeleteSnapshotCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  type Snapshot,
} from '@aws-sdk/client-ec2';
import { SpawnError } from '../../core/errors';
import type { Ec2Snapshot } from '../../core/model/ec2';
import { nameOfLocation, partsOfLocation, type Location } from '../../core/model/location';
import type { Tags } from '../../core/tags';
import { isAwsError, messageOf } from '../client/errors';
import { ec2 } from '../client/clients';
import { inCalls, tagged, tagsOf, type Ec2Filter } from '../client/ec2-filters';
import { unconfirmedAbsence } from '../client/gone';
import { everyPage } from '../client/pages';

/** Returns the account's snapshots with these ids in a region, without those that do not exist. */
export async function describeSnapshots(location: Location, snapshotIds: readonly string[]): Promise<Ec2Snapshot[]> {
  const found: Ec2Snapshot[] = [];
  for (const filters of inCalls({ 'snapshot-id': snapshotIds })) found.push(...(await ask(location, filters)));
  return found;
}

/** Returns all snapshots of the account in a region. */
export function ownSnapshots(region: string): Promise<Ec2Snapshot[]> {
  return ask(region, []);
}

/** Returns the account's snapshots in a region that have all of these tags. */
export function findSnapshots(location: Location, tags: Tags): Promise<Ec2Snapshot[]> {
  return ask(location, tagged(tags));
}

/** Returns the ids of accounts that may create volumes of a snapshot; `all` means everybody. */
export async function snapshotShares(region: string, snapshotId: string): Promise<string[]> {
  const answer = await ec2(region).send(
    new DescribeSnapshotAttributeCommand({ SnapshotId: snapshotId, Attribute: 'createVolumePermission' }),
  );
  return (answer.CreateVolumePermissions ?? []).flatMap(({ UserId, Group }) => UserId ?? Group ?? []);
}

/**
 * Deletes a snapshot. Returns false when it was gone already, which a second query of the account's snapshots must
 * confirm. Throws AwsUnavailable when EC2 still describes it, and WrongState while an image uses it.
 */
export async function deleteSnapshot(location: Location, snapshotId: string): Promise<boolean> {
  try {
    await ec2(location).send(new DeleteSnapshotCommand({ SnapshotId: snapshotId }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'InvalidSnapshot.NotFound')) {
      const [found] = await describeSnapshots(location, [snapshotId]);
      if (found) throw unconfirmedAbsence(`snapshot ${snapshotId}`, location, found.state, error);
      return false;
    }
    if (isAwsError(error, 'InvalidSnapshot.InUse')) {
      throw new SpawnError(
        'WrongState',
        `snapshot ${snapshotId} in ${nameOfLocation(location)} is in use: ${messageOf(error)} Deregister the image first.`,
        { snapshot_id: snapshotId, ...partsOfLocation(location) },
      );
    }
    throw error;
  }
}

async function ask(location: Location, filters: Ec2Filter[]): Promise<Ec2Snapshot[]> {
  const found = await everyPage('DescribeSnapshots', async (token) => {
    const answer = await ec2(location).send(
      new DescribeSnapshotsCommand({
        OwnerIds: ['self'],
        MaxResults: 1000,
        Filters: filters,
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.Snapshots, next: answer.NextToken };
  });
  return found.map((snapshot) => factsOf(partsOfLocation(location).region, snapshot));
}

function factsOf(region: string, snapshot: Snapshot): Ec2Snapshot {
  return {
    snapshot_id: snapshot.SnapshotId ?? '',
    region,
    state: snapshot.State ?? 'pending',
    progress_percent: Number.parseInt(snapshot.Progress || '0', 10),
    size_gb: snapshot.VolumeSize ?? 0,
    ...(snapshot.FullSnapshotSizeInBytes !== undefined && { full_size_bytes: snapshot.FullSnapshotSizeInBytes }),
    encrypted: snapshot.Encrypted ?? false,
    ...(snapshot.KmsKeyId && { kms_key_id: snapshot.KmsKeyId }),
    start_time: snapshot.StartTime?.toISOString() ?? '',
    description: snapshot.Description ?? '',
    tags: tagsOf(snapshot.Tags),
  };
}
