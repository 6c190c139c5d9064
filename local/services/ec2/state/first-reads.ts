import type { Instance } from './model';
import type { Region, Simulation } from './simulation';

// What a boot reads of its root volume, in MiB, and how much of that comes in a second when nobody has read it before.
// Orders of magnitude.
const readAtBoot = 160;
const lazily = 8;

/**
 * Returns the milliseconds that the first boot of an instance waits for blocks that come from the snapshot: a volume of
 * a snapshot is empty at first and reads lazily, unless it is filled ahead at a rate. Snapshots of the account only:
 * what those of Amazon's own images take is part of the start.
 */
export function firstReads({ world }: Simulation, region: Region, { volumes, rootDeviceName }: Instance): number {
  const root = volumes.find(({ mapping }) => mapping.deviceName === rootDeviceName)?.mapping;
  if (root?.snapshotId === undefined || region.snapshots.get(root.snapshotId)?.ownerId !== world.accountId) return 0;
  return (readAtBoot / (root.initializationRate ?? lazily)) * 1000;
}
