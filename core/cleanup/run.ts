import type { CleanupCode, CleanupEntry, CleanupRequest } from './request';
import type { LaunchPermission } from '../model/image';

/**
 * `planned`: nothing happens until somebody applies it; `waiting`: images are marked, and their grace period runs;
 * `incomplete`: it has ended, but some regions could not be planned or some images are still disabled.
 */
export type CleanupStatus = 'planning' | 'planned' | 'waiting' | 'removing' | 'done' | 'incomplete' | 'failed';

/** The plan of one region in short; with an error nothing of the region is removed. */
export interface CleanupRegion {
  region: string;
  keep: number;
  remove: number;
  /** The saving by what goes, at most, in USD. */
  monthly_saving_usd: number;
  /** Whether EC2 measured every snapshot of the saving; absent in records of earlier versions, as is in a cleanup. */
  measured?: boolean;
  /** The number of images that stay for each reason; an image may have several. */
  kept_because: Partial<Record<CleanupCode, number>>;
  /** Ids of the request that were found here. */
  found: string[];
  error?: string;
}

/** One cleanup: its plan in short and its progress. The plan itself is in the bucket, one object a region. */
export interface Cleanup {
  cleanup_id: string;
  status: CleanupStatus;
  request: CleanupRequest;
  /** Whether the plan is applied without another request. */
  apply: boolean;
  /** Maximum number of removals each time it is applied. */
  limit: number;
  requested_by: string;
  created_at: string;
  updated_at: string;
  ended_at?: string;
  /** Of the last of its executions; one that is continued has several. */
  execution_arn: string;
  attempts: number;
  regions: CleanupRegion[];
  /** Ids of the request that EC2 found in none of the regions asked. */
  missing: string[];
  grace_ends_at?: string;
  counts: { keep: number; remove: number; removed: number; taken_back: number; failed: number };
  monthly_saving_usd: number;
  measured?: boolean;
  failure?: { name: string; message: string };
  revision: number;
}

/** The state of an image before its last look. */
export interface Disabling {
  /** When EC2 was asked to disable it. */
  at: string;
  /** Whether the cleanup disabled it. An image that somebody else disabled is not enabled again. */
  by_cleanup: boolean;
  /** EC2 takes these away when it disables an image, and gives none back (user guide, "Disable an AMI"). */
  launch_permissions: LaunchPermission[];
  /** How often EC2 gave no clear answer to its removal. */
  tries: number;
  /** Why it is given back; written before that begins. */
  given_back?: string[];
}

/** The removal of one image or snapshot. Written before anything is done to it. */
export interface Removal {
  cleanup_id: string;
  kind: CleanupEntry['kind'];
  id: string;
  region: string;
  name: string;
  /** `marked`: it is removed after the grace period. `taken-back`: it stays after all. */
  status: 'marked' | 'removed' | 'taken-back' | 'failed';
  reasons: string[];
  unmanaged: boolean;
  snapshots: string[];
  image_builder?: CleanupEntry['image_builder'];
  /** In USD: expected while it is marked; once it is removed, by the snapshots that were deleted. */
  monthly_cost_usd?: number;
  snapshot_costs?: CleanupEntry['snapshot_costs'];
  measured?: boolean;
  /** Whether it is disabled when its grace period begins, by the policy of its stack when it was marked. */
  disable_during_grace?: boolean;
  /** Written before EC2 disables the image for its last look; removed when the image is restored. */
  disabled?: Disabling;
  /** The protection by policy that was turned off; it is turned on again when the image stays. */
  protection?: CleanupEntry['protection'];
  marked_at: string;
  ended_at?: string;
}

/** Returns the short form of a region's plan. */
export function regionOf(region: string, entries: readonly CleanupEntry[]): CleanupRegion {
  const [stays, goes] = [
    entries.filter(({ decision }) => decision === 'keep'),
    entries.filter(({ decision }) => decision === 'remove'),
  ];
  const kept: CleanupRegion['kept_because'] = {};
  for (const code of stays.flatMap(({ codes }) => codes)) kept[code] = (kept[code] ?? 0) + 1;
  return {
    region,
    keep: stays.length,
    remove: goes.length,
    monthly_saving_usd: costOf(goes),
    measured: goes.every(({ measured }) => measured === true),
    kept_because: kept,
    found: [],
  };
}

/** Returns the sum of the monthly costs of entries, in USD and whole cents. */
export function costOf(entries: readonly { monthly_cost_usd?: number }[]): number {
  return Math.round(entries.reduce((sum, entry) => sum + (entry.monthly_cost_usd ?? 0), 0) * 100) / 100;
}

/** The most images that the cleanup of a night removes. Each stack has its own limit beside it. */
export const mostPerNight = 500;

/**
 * Returns what is removed first when not everything may be: the oldest entries, by id among equals. At most `limit`,
 * and of each stack at most `mostOf` in one run.
 */
export function firstToGo(
  entries: readonly CleanupEntry[],
  limit: number,
  mostOf: (stack: string | undefined) => number,
): CleanupEntry[] {
  const counts = new Map<string | undefined, number>();
  const oldest = entries
    .filter(({ decision }) => decision === 'remove')
    .sort((a, b) => a.creation_date.localeCompare(b.creation_date) || a.id.localeCompare(b.id));
  return oldest
    .filter(({ stack }) => {
      const count = (counts.get(stack) ?? 0) + 1;
      if (count > mostOf(stack)) return false;
      counts.set(stack, count);
      return true;
    })
    .slice(0, limit);
}

/** Counts the removals by how they ended. */
export function countsOf(removals: readonly Removal[]): Pick<Cleanup['counts'], 'removed' | 'taken_back' | 'failed'> {
  const count = (status: Removal['status']) => removals.filter((removal) => removal.status === status).length;
  return { removed: count('removed'), taken_back: count('taken-back'), failed: count('failed') };
}

/**
 * Returns why an ended cleanup is incomplete: regions whose plan failed, and images that could not be given back.
 * Returns undefined when it is complete.
 */
export function whatIsMissing(
  regions: readonly CleanupRegion[],
  disabled: readonly Pick<Removal, 'id' | 'region'>[],
): string | undefined {
  const unplanned = regions.filter(({ error }) => error !== undefined);
  const said = [
    ...(unplanned.length > 0
      ? [
          `nothing was removed in ${unplanned.map(({ region }) => region).join(', ')} because planning failed: ${unplanned[0]?.error?.replace(/\.$/, '')}. Correct the cause and plan again.`,
        ]
      : []),
    ...(disabled.length > 0
      ? [
          `${disabled.map(({ id, region }) => `${id} in ${region}`).join(', ')} stays disabled or unprotected until the next cleanup or nightly run.`,
        ]
      : []),
  ];
  return said.length > 0 ? said.join(' ') : undefined;
}
