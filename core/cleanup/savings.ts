import type { CleanupEntry } from './request';
import { monthlyCost, type Prices } from '../cost/estimate';
import { groupBy } from '../lib/group';
import type { Ec2Image } from '../model/ec2';
import { costOf } from './run';

type Measured = { snapshot_id: string; full_size_bytes?: number };

/** Returns the full sizes of snapshots by id, in bytes, as EC2 measured them. */
export function measuredSizes(images: readonly { snapshots: readonly Measured[] }[]): Map<string, number> {
  const known = images.flatMap(({ snapshots }) => snapshots);
  return new Map(
    known.flatMap(({ snapshot_id, full_size_bytes: size }) => (size === undefined ? [] : [[snapshot_id, size]])),
  );
}

/**
 * Prices the plan of a region in USD a month. What stays costs what its snapshots cost. What goes saves what its
 * snapshots cost, except those that an image which stays uses too; a snapshot of several images that go counts for the
 * first. `images` are all of the region; a snapshot without a measured size counts with the size of its volume, which
 * makes the cost an upper estimate.
 */
export function pricePlan(
  entries: readonly CleanupEntry[],
  facts: { images: readonly Ec2Image[]; sizes: ReadonlyMap<string, number>; prices: Prices },
): CleanupEntry[] {
  const alive = facts.images.filter(({ state }) => state !== 'deregistered');
  const volumes = new Map(
    alive.flatMap(({ block_devices }) => block_devices.map((volume) => [volume.snapshot_id, volume.size_gb])),
  );
  const going = new Set(entries.filter(({ decision }) => decision === 'remove').map(({ id }) => id));
  const staying = alive.filter(({ image_id }) => !going.has(image_id));
  const counted = new Set(staying.flatMap(({ block_devices }) => block_devices.map(({ snapshot_id }) => snapshot_id)));
  return entries.map((entry): CleanupEntry => {
    const sizeOf = (id: string) => ({
      size_gb: volumes.get(id) ?? entry.size_gb,
      full_size_bytes: facts.sizes.get(id),
    });
    const costOf = (ids: readonly string[]) => {
      const { usd, measured } = monthlyCost({ region: entry.region, snapshots: ids.map(sizeOf) }, facts.prices);
      return { monthly_cost_usd: usd, measured };
    };
    if (entry.decision === 'keep') return { ...entry, ...costOf(entry.snapshots) };
    const own = entry.snapshots.filter((id) => !counted.has(id));
    for (const id of own) counted.add(id);
    const costs = entry.snapshots.flatMap((id): [string, number][] => {
      const { monthly_cost_usd: usd } = costOf([id]);
      return usd === undefined ? [] : [[id, usd]];
    });
    return { ...entry, ...costOf(own), snapshot_costs: Object.fromEntries(costs) };
  });
}

/** What a plan removes of one stack, and what that saves in USD a month, at most. */
export interface StackSaving {
  remove: number;
  /** Removals whose region has no price. They are in no sum of dollars. */
  unpriced: number;
  monthly_saving_usd: number;
  measured: boolean;
}

/** Returns what a plan removes and saves by stack. What belongs to no stack, such as a snapshot, has the empty name. */
export function savingsByStack(entries: readonly CleanupEntry[]): Record<string, StackSaving> {
  const going = entries.filter(({ decision }) => decision === 'remove');
  return Object.fromEntries(
    [...groupBy(going, ({ stack }) => stack ?? '')].map(([stack, some]) => [
      stack,
      {
        remove: some.length,
        unpriced: some.filter(({ monthly_cost_usd: usd }) => usd === undefined).length,
        monthly_saving_usd: costOf(some),
        measured: some.every(({ measured }) => measured === true),
      },
    ]),
  );
}

/** Returns the snapshots of what goes whose sizes are not known yet. */
export function unmeasuredOf(entries: readonly CleanupEntry[], sizes: ReadonlyMap<string, number>): string[] {
  const going = entries.filter(({ decision }) => decision === 'remove').flatMap(({ snapshots }) => snapshots);
  return [...new Set(going)].filter((id) => !sizes.has(id));
}

/**
 * Returns the saving of a removal in USD a month, by the snapshots that were deleted; undefined where the region has
 * no price.
 */
export function savedBy(
  gone: readonly string[],
  costs: Readonly<Record<string, number>> | undefined,
): number | undefined {
  return costs && gone.reduce((sum, id) => sum + (costs[id] ?? 0), 0);
}
