import type { Image } from '../model/image';
import { proofObstacle, proofOf } from '../release/proof';
import { imagesById, isReleaseUsable, newestReleaseFirst, releaseIdOf, type Release } from '../release/group';
import { compareVersions } from '../lib/version';

export const channelActions = ['promoted', 'rolled-back', 'moved'] as const;

/** A change of a channel: who, when, from and to which release, and why. */
export interface ChannelChange {
  action: (typeof channelActions)[number];
  /** RFC 3339 in UTC. */
  at: string;
  /** ARN of the caller; absent for a change by the nightly run. */
  by?: string;
  reason?: string;
  /** The release before the change. */
  from?: { release: string; version?: string };
}

/** A name such as `stable` that points to one release of a stack and variant, with the change that set it. */
export interface Channel extends ChannelChange {
  stack: string;
  variant: string;
  channel: string;
  /** Id of the original of the release. */
  release: string;
  version?: string;
  image_name: string;
  revision: number;
}

/** Returns a channel after a change to a release. */
export function pointTo(
  name: Pick<Channel, 'stack' | 'variant' | 'channel'>,
  before: Channel | undefined,
  to: Release,
  change: Omit<ChannelChange, 'from'>,
): Channel {
  return {
    stack: name.stack,
    variant: name.variant,
    channel: name.channel,
    release: to.release,
    version: to.version,
    image_name: to.image_name,
    ...change,
    ...(before && { from: { release: before.release, version: before.version } }),
    revision: (before?.revision ?? 0) + 1,
  };
}

/**
 * Returns the earlier releases of a channel in the order of rollbacks. `history` is oldest first. A release that was
 * rolled back is left out, so that two rollbacks go back two steps.
 */
export function earlierReleases(history: readonly Pick<Channel, 'action' | 'release'>[]): string[] {
  let path: string[] = [];
  for (const { action, release } of history) {
    const known = path.lastIndexOf(release);
    if (action === 'promoted') path.push(release);
    else path = known >= 0 ? path.slice(0, known + 1) : [...path.slice(0, -1), release];
  }
  const current = path.pop();
  return [...new Set(path.reverse())].filter((release) => release !== current);
}

/** Returns whether a channel may point to a release: it is usable, and none of its images failed its last test. */
function isTarget(release: Release | undefined, requireTests = false): release is Release {
  if (!isReleaseUsable(release)) return false;
  const known = imagesById(release.images);
  return release.images.every((image) => proofObstacle(proofOf(image, known), requireTests) === undefined);
}

/**
 * Returns the release for a rollback: the newest earlier one that is usable and has not failed its tests. Whether it
 * was tested at all was decided at its promotion.
 */
export function rollbackTarget(history: readonly Channel[], releases: readonly Release[]): Release | undefined {
  return earlierReleases(history)
    .map((id) => releases.find(({ release }) => release === id))
    .find((release) => isTarget(release));
}

/**
 * Returns the release for a channel whose release is unusable: the newest earlier usable release of its history,
 * otherwise the newest of its stack and variant, which must be tested if the policy requires it. Returns undefined
 * rather than a newer version that was never promoted.
 */
export function fallbackOf(
  channel: Channel,
  history: readonly Channel[],
  releases: readonly Release[],
  requireTests = false,
): Release | undefined {
  const earlier = rollbackTarget(history, releases);
  if (earlier) return earlier;
  const others = releases.filter(
    (each) =>
      each.variant === channel.variant &&
      each.release !== channel.release &&
      compareVersions(each.version ?? '', channel.version ?? '') <= 0,
  );
  return others.filter((release) => isTarget(release, requireTests)).sort(newestReleaseFirst)[0];
}

/** Returns the names of the channels that point to the release of an image. `known` are the possible originals. */
export function channelsOf(image: Image, channels: readonly Channel[], known: ReadonlyMap<string, Image>): string[] {
  const release = releaseIdOf(image, known);
  return channels
    .filter((channel) => channel.stack === image.stack && channel.release === release)
    .map(({ channel }) => channel)
    .sort();
}
