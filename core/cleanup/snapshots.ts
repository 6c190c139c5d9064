import type { CleanupEntry } from './request';
import type { Ec2Image, Ec2Snapshot } from '../model/ec2';
import { tagKeys } from '../tags';
import { protects } from '../lib/text-boolean';
import { readTime } from '../lib/duration';

const day = 86_400_000;

/**
 * Returns the snapshots of this deployment whose image is gone: the image that EC2 names in their description no
 * longer exists, not in the Recycle Bin either, and no image of the account uses them, disabled ones included.
 * Candidates belong to the reaper; a doubtful snapshot is left out.
 */
export function orphanSnapshots(
  snapshots: readonly Ec2Snapshot[],
  images: readonly Ec2Image[],
  own: { deployment: string; minimum_age_days: number; binned: Iterable<string>; now: Date },
): CleanupEntry[] {
  const there = lookup(images, own.binned);
  return snapshots.flatMap((snapshot): CleanupEntry[] => {
    const { tags, snapshot_id: id } = snapshot;
    const image = imageOf(snapshot.description);
    const age = (own.now.getTime() - readTime(snapshot.start_time)) / day;
    const isOurs =
      tags[tagKeys.deployment] === own.deployment &&
      tags[tagKeys.state] === 'published' &&
      !protects(tags[tagKeys.keep]);
    if (!isOurs || !isOrphan(snapshot, there) || snapshot.state !== 'completed' || !(age > own.minimum_age_days))
      return [];
    return [
      {
        kind: 'snapshot',
        id,
        region: snapshot.region,
        name: snapshot.description,
        stack: tags[tagKeys.stack],
        version: tags[tagKeys.version],
        variant: tags[tagKeys.variant],
        creation_date: snapshot.start_time,
        size_gb: snapshot.size_gb,
        decision: 'remove',
        reasons: [`its image ${image} no longer exists`],
        codes: ['orphan'],
        unmanaged: false,
        snapshots: [id],
      },
    ];
  });
}

/**
 * Returns the images of a region that exist, and the snapshots that they use, by id. An image in the Recycle Bin counts
 * as existing, because it can come back and needs its snapshots.
 */
export function lookup(
  images: readonly Ec2Image[],
  binned: Iterable<string>,
): { known: Set<string>; used: Set<string> } {
  const alive = images.filter(({ state }) => state !== 'deregistered');
  return {
    known: new Set([...alive.map(({ image_id }) => image_id), ...binned]),
    used: new Set(alive.flatMap(({ block_devices }) => block_devices.flatMap(({ snapshot_id }) => snapshot_id ?? []))),
  };
}

/** Returns whether the image that a snapshot's description names is gone, and no other image uses the snapshot. */
export function isOrphan(
  { snapshot_id, description }: Ec2Snapshot,
  { known, used }: ReturnType<typeof lookup>,
): boolean {
  const image = imageOf(description);
  return image !== undefined && !known.has(image) && !used.has(snapshot_id);
}

/**
 * Returns the image that a snapshot was made for, by EC2's own descriptions ("Created by CreateImage(i-…) for ami-…",
 * "Copied for DestinationAmi ami-… from SourceAmi ami-…"); undefined for any other description.
 */
export function imageOf(description: string): string | undefined {
  return /^(?:Created by CreateImage\([^)]*\) for|Copied for DestinationAmi) (ami-[0-9a-f]+)/.exec(description)?.[1];
}
