import type { Image, Snapshot } from '../model/image';
import { snapshotPrices } from '../model/price';
import { isGone } from '../image/usability';

const gibibyte = 2 ** 30;

export type Prices = Readonly<Record<string, number>>;

/**
 * The cost of an image. `usd` is absent if the region has no price. `measured` means that all sizes are EC2's sizes of
 * snapshots.
 */
export interface ImageCost {
  gib: number;
  measured: boolean;
  usd?: number;
}

/**
 * Returns the US dollars a month of an image's snapshots: "$0.05/GB/month (standard)", by the price of its region. Uses
 * EC2's full size of a snapshot (`FullSnapshotSizeInBytes`) if known, otherwise the size of the volume, which is never
 * less. Both are upper bounds, because data that snapshots share is charged once.
 */
export function monthlyCost(
  image: { region: string; snapshots: readonly Pick<Snapshot, 'size_gb' | 'full_size_bytes'>[] },
  prices: Prices = snapshotPrices,
): ImageCost {
  const gib = image.snapshots.reduce(
    (sum, { size_gb, full_size_bytes }) => sum + (full_size_bytes === undefined ? size_gb : full_size_bytes / gibibyte),
    0,
  );
  const price = prices[image.region];
  return {
    gib,
    measured: image.snapshots.every(({ full_size_bytes }) => full_size_bytes !== undefined),
    ...(price !== undefined && { usd: gib * price }),
  };
}

export interface CostLine extends ImageCost {
  ami_id: string;
  region: string;
  name: string;
  stack?: string;
  version?: string;
  deprecated: boolean;
}

export interface CostSum {
  images: number;
  gib: number;
  usd: number;
  /** Images whose region has no price. They are included in `gib` but not in `usd`. */
  unpriced: number;
  /** Whether EC2 measured all snapshots; otherwise the sum is an upper estimate. */
  measured: boolean;
}

export interface CostReport {
  images: CostLine[];
  by_stack: Record<string, CostSum>;
  by_region: Record<string, CostSum>;
  total: CostSum;
}

/**
 * Returns the monthly cost of existing images, the most expensive first, with sums by stack and region. A snapshot of
 * two images counts for the first only.
 */
export function costReport(images: readonly Image[], prices: Prices = snapshotPrices): CostReport {
  const counted = new Set<string>();
  const report: CostReport = { images: [], by_stack: {}, by_region: {}, total: noCost() };
  for (const image of images) {
    if (isGone(image)) continue;
    const own = image.snapshots.filter(({ snapshot_id }) => !counted.has(`${image.region}/${snapshot_id}`));
    for (const { snapshot_id } of own) counted.add(`${image.region}/${snapshot_id}`);
    const cost = monthlyCost({ region: image.region, snapshots: own }, prices);
    const { ami_id, region, name, stack, version, deprecated } = image;
    report.images.push({ ami_id, region, name, stack, version, deprecated, ...cost });
    for (const sum of [
      (report.by_stack[stack ?? ''] ??= noCost()),
      (report.by_region[region] ??= noCost()),
      report.total,
    ])
      add(sum, cost);
  }
  report.images.sort(
    (left, right) => (right.usd ?? 0) - (left.usd ?? 0) || right.gib - left.gib || left.name.localeCompare(right.name),
  );
  return report;
}

function noCost(): CostSum {
  return { images: 0, gib: 0, usd: 0, unpriced: 0, measured: true };
}

function add(sum: CostSum, { gib, usd, measured }: ImageCost): void {
  sum.images += 1;
  sum.gib += gib;
  sum.usd += usd ?? 0;
  sum.measured &&= measured;
  if (usd === undefined) sum.unpriced += 1;
}
