import type { CleanupCode, CleanupEntry, CleanupRequest } from './request';
import type { LaunchPermission } from '../model/image';

/**
 * `planned`: nothing happens until somebody applies it; `waiting`: what goes is marked, and its grace runs;
 * `incomplete`: it is over, and some regions could not be planned or some images stay disabled.
 */
export type CleanupStatus = 'planning' | 'planned' | 'waiting' | 'removing' | 'done' | 'incomplete' | 'failed';

/** What was planned for one region; with an error nothing of it goes. */
export interface CleanupRegion {
  region: string;
  keep: number;
  remove: number;
  /** Of what goes, at most, in USD. */
  monthly_saving_usd: number;
  /** How many stay for each reason; an image may have several. */
  kept_because: Partial<Record<CleanupCode, number>>;
  /** Ids of the request that were found here. */
  found: string[];
  error?: string;
}

/**
 * One cleanup: the plan in short, and how far it has been carried out. The plan itself lies in the bucket, one object a
 * region.
 */
export interface Cleanup {
  cleanup_id: string;
  status: CleanupStatus;
  request: CleanupRequest;
  /** Whether it goes on from the plan by itself. */
  apply: boolean;
  /** How many are removed at most each time it is applied. */
  limit: number;
  requested_by: string;
  created_at: string;
  updated_at: string;
  ended_at?: string;
  /** Of the last of its executions; one that is continued has several. */
  execution_arn: string;
  attempts: number;
  regions: CleanupRegion[];
  /** Ids of the request that EC2 knows in no region that was asked. */
  missing: string[];
  grace_ends_at?: string;
  counts: { keep: number; remove: number; removed: number; taken_back: number; failed: number };
  monthly_saving_usd: number;
  failure?: { name: string; message: string };
  revision: number;
}

/** How an image was before its last look. */
export interface Disabling {
  /** When EC2 was to disable it. */
  at: string;
  /**
   * Whether the cleanup disabled it. What somebody else disabled, or what nobody can launch anyway, is not enabled
   * again.
   */
  by_cleanup: boolean;
  /** EC2 takes these away when it disables an image, and gives none back (user guide, "Disable an AMI"). */
  launch_permissions: LaunchPermission[];
  /** How often EC2 has given no clear answer to its removal. */
  tries: number;
  /** Why it is given back, written before that begins. */
  given_back?: string[];
}

/** What became of one thing that was to go. Written before anything is done to it. */
export interface Removal {
  cleanup_id: string;
  kind: CleanupEntry['kind'];
  id: string;
  region: string;
  name: string;
  /** `marked`: it goes when the grace is over. `taken-back`: it stays after all. */
  status: 'marked' | 'removed' | 'taken-back' | 'failed';
  reasons: string[];
  unmanaged: boolean;
  snapshots: string[];
  image_builder?: CleanupEntry['image_builder'];
  /** In USD: expected while it is marked, and by the snapshots that went once it is removed. */
  monthly_cost_usd?: number;
  snapshot_costs?: CleanupEntry['snapshot_costs'];
  /** Written before EC2 disables the image for its last look; gone when the image is as it was before. */
  disabled?: Disabling;
  marked_at: string;
  ended_at?: string;
}

/** The short form of a region's plan. */
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
    kept_because: kept,
    found: [],
  };
}

/** What entries cost in a month together, in USD and whole cents. */
export function costOf(entries: readonly { monthly_cost_usd?: number }[]): number {
  return Math.round(entries.reduce((sum, entry) => sum + (entry.monthly_cost_usd ?? 0), 0) * 100) / 100;
}

/**
 * What goes first when not all may go: the oldest, ids deciding between equals. At most `limit`, and of a stack at most
 * what its policy lets go in one run.
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

/** How many things that were to go have come to which end. */
export function countsOf(removals: readonly Removal[]): Pick<Cleanup['counts'], 'removed' | 'taken_back' | 'failed'> {
  const count = (status: Removal['status']) => removals.filter((removal) => removal.status === status).length;
  return { removed: count('removed'), taken_back: count('taken-back'), failed: count('failed') };
}

/**
 * Why a cleanup that is over is not complete: regions whose plan failed, and images that it could not give back;
 * undefined when it is.
 */
export function whatIsMissing(
  regions: readonly CleanupRegion[],
  disabled: readonly Pick<Removal, 'id' | 'region'>[],
): string | undefined {
  const unplanned = regions.filter(({ error }) => error !== undefined);
  const said = [
    ...(unplanned.length > 0
      ? [
          `nothing of ${unplanned.map(({ region }) => region).join(', ')} went, since it could not be planned: ${unplanned[0]?.error} Plan again when that is mended.`,
        ]
      : []),
    ...(disabled.length > 0
      ? [
          `${disabled.map(({ id, region }) => `${id} in ${region}`).join(', ')} stays disabled until the next cleanup or night.`,
        ]
      : []),
  ];
  return said.length > 0 ? said.join(' ') : undefined;
}
