import type { Image, Share, ShareTarget } from '../model/image';
import { present } from '../image/tags';
import { sharesWithCopyGrants } from '../replication/copy-grants';
import type { Tags } from '../tags';
import { isGone } from '../image/usability';

/** Permissions of an image in EC2: to launch it, and to create volumes of its snapshots, which a copy needs. */
export interface Permissions {
  image: ShareTarget[];
  snapshots: SnapshotPermissions[];
}

export interface SnapshotPermissions {
  snapshot_id: string;
  targets: ShareTarget[];
  /** Targets that keep it because another image with this snapshot is shared with them as copyable. */
  for_others?: ShareTarget[];
}

/** The permissions to add and remove, of the image and of each snapshot, and the record's shares afterwards. */
export interface PermissionPlan {
  image: { add: ShareTarget[]; remove: ShareTarget[] };
  snapshots: { snapshot_id: string; add: ShareTarget[]; remove: ShareTarget[] }[];
  /** The shares that remain, without those that have ended and been revoked. */
  shares: Share[];
  /** Targets that get a permission, each once. */
  given: ShareTarget[];
  /** Targets that lose a permission, each once. */
  taken: ShareTarget[];
  /** Targets with permissions that were not requested here; they stay as they are. */
  foreign: ShareTarget[];
}

/** Recipients see only tags with this prefix (EC2 user guide, tags of a shared AMI). */
const sharedPrefix = 'ec2:SharedTag/';

/** The tags that describe an image to recipients; they are removed with the last share. */
export const sharedTagKeys = ['stack', 'version', 'variant', 'base', 'arch'].map((name) => `${sharedPrefix}${name}`);

/** Returns the tags that describe an image to its recipients. */
export function sharedTags({ stack, version, variant, base_os, architecture }: Image): Tags {
  const facts = { stack, version, variant, base: base_os, arch: architecture };
  return present(Object.fromEntries(Object.entries(facts).map(([name, value]) => [`${sharedPrefix}${name}`, value])));
}

/** Returns whether two targets are the same. */
export function isSame(one: ShareTarget, other: ShareTarget): boolean {
  return one.kind === other.kind && one.id === other.id;
}

/** Returns whether a share or a copy grant is active: it has no end, or its end is in the future. */
export function isActive({ until }: Pick<Share, 'until'>, now: Date): boolean {
  return until === undefined || Date.parse(until) > now.getTime();
}

/**
 * Returns the shares with the wanted ones added. An existing share keeps its beginning, stays copyable, and gets the
 * new end.
 */
export function withShares(
  shares: readonly Share[],
  targets: readonly ShareTarget[],
  wanted: Pick<Share, 'copyable' | 'until' | 'by'>,
  now: Date,
): Share[] {
  const added = targets.map(({ kind, id }): Share => {
    const known = shares.find((share) => isSame(share, { kind, id }) && isActive(share, now));
    const copyable = wanted.copyable || known?.copyable === true;
    return {
      kind,
      id,
      copyable,
      since: known?.since ?? now.toISOString(),
      ...(wanted.until && { until: wanted.until }),
      by: known?.by ?? wanted.by,
    };
  });
  return replaced(shares, added);
}

/**
 * Returns the shares with the revoked ones ended: they stay in the record until EC2's permissions are removed, also
 * for targets without a record.
 */
export function withoutShares(
  shares: readonly Share[],
  targets: readonly ShareTarget[],
  by: string,
  now: Date,
): Share[] {
  const ended = targets.map(({ kind, id }): Share => {
    const known = shares.find((share) => isSame(share, { kind, id }));
    return {
      kind,
      id,
      copyable: known?.copyable ?? false,
      since: known?.since ?? now.toISOString(),
      until: now.toISOString(),
      by: known?.by ?? by,
    };
  });
  return replaced(shares, ended);
}

/**
 * Adds to permissions what other images of each snapshot need. A snapshot has one list of permissions for all its
 * images, so an image may remove only what no other image needs. Images that are gone need nothing.
 */
export function withOthers(actual: Permissions, others: readonly Image[], now: Date): Permissions {
  const snapshots = actual.snapshots.map((each): SnapshotPermissions => {
    const users = others.filter(
      (other) => !isGone(other) && other.snapshots.some(({ snapshot_id }) => snapshot_id === each.snapshot_id),
    );
    const wanted = users.flatMap(({ shares = [], loans: grants = [] }) =>
      copiers(sharesWithCopyGrants(shares, grants), now),
    );
    return { ...each, for_others: distinct(wanted) };
  });
  return { ...actual, snapshots };
}

/**
 * Plans the permissions that bring EC2 in line with the wanted shares: "expired shares are removed, missing ones given
 * again, foreign additions reported and not removed". Idempotent. Organizations and units never get snapshots, which
 * EC2 does not allow. What another image of a snapshot needs stays.
 */
export function planPermissions(shares: readonly Share[], actual: Permissions, now: Date): PermissionPlan {
  const active = shares.filter((share) => isActive(share, now));
  const over = shares.filter((share) => !isActive(share, now));
  const change = (has: readonly ShareTarget[], wanted: readonly ShareTarget[], kept: readonly ShareTarget[] = []) => ({
    add: wanted.filter((share) => !includes(has, share)).map(targetOf),
    remove: has.filter((each) => includes(over, each) && !includes([...wanted, ...kept], each)).map(targetOf),
  });
  const image = change(actual.image, active);
  const snapshots = actual.snapshots.map(({ snapshot_id, targets, for_others: kept }) => ({
    snapshot_id,
    ...change(targets, copiers(shares, now), kept),
  }));
  const everything = [image, ...snapshots];
  const known = (each: ShareTarget) => includes(shares, each);
  const copyable = shares.filter((share) => share.copyable || !isActive(share, now));
  return {
    image,
    snapshots,
    shares: active,
    given: distinct(everything.flatMap(({ add }) => add)),
    taken: distinct(everything.flatMap(({ remove }) => remove)),
    foreign: distinct([
      ...actual.image.filter((each) => !known(each)),
      ...actual.snapshots.flatMap(({ targets, for_others: kept = [] }) =>
        targets.filter((each) => !includes([...copyable, ...kept], each)),
      ),
    ]),
  };
}

/** Returns `account 123456789012, everybody`, for the history. */
export function namesOfTargets(targets: readonly ShareTarget[]): string {
  return targets
    .map(({ kind, id }) => (kind === 'public' ? 'everybody' : kind === 'account' ? `account ${id}` : id))
    .join(', ');
}

/** Returns the shares with those of the same target replaced, and new ones at the end. */
function replaced(shares: readonly Share[], by: readonly Share[]): Share[] {
  return [
    ...shares.map((share) => by.find((each) => isSame(each, share)) ?? share),
    ...by.filter((each) => !includes(shares, each)),
  ];
}

/** Returns the targets that need permissions on the snapshots. */
function copiers(shares: readonly Share[], now: Date): ShareTarget[] {
  return shares
    .filter((share) => share.copyable && isActive(share, now) && (share.kind === 'account' || share.kind === 'public'))
    .map(targetOf);
}

function targetOf({ kind, id }: ShareTarget): ShareTarget {
  return { kind, id };
}

function includes(targets: readonly ShareTarget[], target: ShareTarget): boolean {
  return targets.some((each) => isSame(each, target));
}

function distinct(targets: readonly ShareTarget[]): ShareTarget[] {
  return targets.filter((target, at) => targets.findIndex((each) => isSame(each, target)) === at).map(targetOf);
}
