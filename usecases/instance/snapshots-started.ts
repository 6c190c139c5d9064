import { describeInstance } from '../../aws/instance/describe';
import { findSnapshots } from '../../aws/image/snapshots';
import { excludedDevices } from '../../core/image/creation';
import type { Run } from '../../core/model/run';
import { tagKeys } from '../../core/tags';

/**
 * Returns whether the snapshots of a run's image have all started, one for each volume of the instance that is in it:
 * what is written to the volumes after that is not in the image.
 */
export async function haveSnapshotsStarted(
  run: Run,
  { instance_id: id, region }: { instance_id: string; region: string },
): Promise<boolean> {
  const [instance, snapshots] = await Promise.all([
    describeInstance(region, id),
    findSnapshots(region, { [tagKeys.buildId]: run.build_id }),
  ]);
  const excluded = excludedDevices(run);
  const wanted = instance?.volumes.filter(({ device }) => !excluded.includes(device));
  return wanted !== undefined && snapshots.length >= wanted.length;
}
