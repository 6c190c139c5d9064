import { DeregisterImageCommand } from '@aws-sdk/client-ec2';
import { SpawnError } from '../../core/errors';
import { nameOfLocation, partsOfLocation, type Location } from '../../core/model/location';
import { unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { confirmImageGone, deniesImage } from '../client/gone';

export interface Deregistration {
  /** False when EC2 no longer had the image. Its snapshots may still exist. */
  deregistered: boolean;
  deleted_snapshots: string[];
  /** Snapshots that EC2 kept because other images use them. */
  kept_snapshots: string[];
}

/**
 * Deregisters an image and deletes its snapshots. EC2 reports success even if a snapshot stays, so the code of every
 * snapshot is read: throws LeftBehind with those that should have been deleted. Throws AwsUnavailable when EC2 answers
 * that the image does not exist and still describes it.
 */
export async function deregisterImage(location: Location, imageId: string): Promise<Deregistration> {
  try {
    const answer = await ec2(location).send(
      new DeregisterImageCommand({ ImageId: imageId, DeleteAssociatedSnapshots: true }),
    );
    if (answer.Return === false) throw unexpectedAnswer('DeregisterImage', 'success');
    const results = (answer.DeleteSnapshotResults ?? []).map(({ SnapshotId = '', ReturnCode = 'no answer' }) => ({
      id: SnapshotId,
      code: ReturnCode as string,
    }));
    const left = results.filter(({ code }) => code !== 'success' && code !== 'skipped');
    if (left.length > 0) throw leftBehind(location, imageId, left);
    return {
      deregistered: true,
      deleted_snapshots: results.filter(({ code }) => code === 'success').map(({ id }) => id),
      kept_snapshots: results.filter(({ code }) => code === 'skipped').map(({ id }) => id),
    };
  } catch (error) {
    if (!deniesImage(error)) throw error;
    await confirmImageGone(location, imageId, error);
    return { deregistered: false, deleted_snapshots: [], kept_snapshots: [] };
  }
}

function leftBehind(location: Location, imageId: string, left: { id: string; code: string }[]): SpawnError {
  const list = left.map(({ id, code }) => `${id} (${code})`).join(', ');
  return new SpawnError(
    'LeftBehind',
    `image ${imageId} in ${nameOfLocation(location)} is deregistered, but some of its snapshots remain: ${list}. Delete them by id.`,
    {
      ...partsOfLocation(location),
      ami_id: imageId,
      snapshots: left,
    },
  );
}
