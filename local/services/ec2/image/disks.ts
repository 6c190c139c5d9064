import { repeat } from '../../../kernel/background';
import type { Disk } from '../../../kernel/types';
import type { Simulation } from '../state/simulation';

/** Milliseconds between two looks for disks that nothing refers to any more. */
const period = 60_000;

/** Returns the disks of images, also in the Recycle Bin, and of instances that are not terminated. */
function disksInUse({ regions, world }: Simulation): Set<Disk> {
  const now = world.clock.now();
  const disks = new Set<Disk>();
  for (const { images, instances, lingering, bin } of regions.values()) {
    for (const { disk } of images.values()) disks.add(disk);
    for (const { image, until } of lingering) if (until > now) disks.add(image.disk);
    for (const { image, exitsAt } of bin.images.values()) if (exitsAt > now) disks.add(image.disk);
    for (const { disk, state } of instances.values()) if (state !== 'terminated') disks.add(disk);
  }
  return disks;
}

/** Tells the maker of guests every minute which disks are in use, where it gives back the others. */
export function retainDisks(simulation: Simulation): void {
  const { guests, world } = simulation;
  if (guests.retain === undefined) return;
  repeat(
    world.clock,
    (now) => now + period,
    () => guests.retain?.(disksInUse(simulation)),
  );
}
