import { describeInstance } from '../../aws/instance/describe';
import { findSnapshots } from '../../aws/image/snapshots';
import { tagKeys } from '../../core/tags';

/**
 * Returns whether the snapshots of a run's image have all started, one for each volume of the instance: what is written
 * to the volumes after that is not in the image.
 */
export async function haveSnapshotsStarted(
  buildId: string,
  { instance_id: id, region }: { instance_id: string; region: string },
): Promise<boolean> {
  const [instance, snapshots] = await Promise.all([
    describeInstance(region, id),
    findSnapshots(region, { [tagKeys.buildId]: buildId }),
  ]);
  return instance !== undefined && snapshots.length >= instance.volumes.length;
}
