import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { tagKeys } from '../tags';
import { readImageTags } from '../image/from-tags';
import { isRevoked, scheduleKeys } from '../image/revocation';

/** The tags by which a removed image would be removed again. */
export const removalKeys: readonly string[] = [tagKeys.cleanupMarked, ...scheduleKeys];

/**
 * Returns which snapshots of a removed image come back from the Recycle Bin, and which are lost: "Without one of its
 * snapshots an image cannot be restored" (EBS user guide, "Considerations for Recycle Bin").
 */
export function snapshotsToRestore(
  ids: readonly string[],
  there: readonly { snapshot_id: string }[],
  binned: ReadonlySet<string>,
): { restore: string[]; lost: string[] } {
  const missing = ids.filter((id) => !there.some(({ snapshot_id }) => snapshot_id === id));
  return { restore: missing.filter((id) => binned.has(id)), lost: missing.filter((id) => !binned.has(id)) };
}

/** Returns the changes of the record of an image that came back from the Recycle Bin, as EC2 shows it. */
export function undeleted(record: Image, { tags: all, state }: Ec2Image, now: Date): Partial<Image> {
  const tags = Object.fromEntries(
    Object.entries(all).filter(([key]) => !removalKeys.includes(key) && !key.startsWith('aws:')),
  );
  return {
    ...readImageTags(tags, now),
    tags,
    state: isRevoked(record) ? state : 'available',
    removed_at: undefined,
    removal_reasons: undefined,
    removed_permissions: undefined,
    removal_postponed: undefined,
    updated_at: now.toISOString(),
  };
}
