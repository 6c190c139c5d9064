import type { Image } from '../model/image';
import { proofObstacle, proofOf } from '../release/proof';
import { imagesById, isReleaseUsable, newestReleaseFirst, releaseIdOf, type Release } from '../release/group';
import { compareVersions } from '../lib/version';

export const channelActions = ['promoted', 'rolled-back', 'moved'] as const;

/** What a change of a channel says of itself: who, when, from where to where, why. */
export interface ChannelChange {
  action: (typeof channelActions)[number];
  /** RFC 3339 in UTC. */
  at: string;
  /** ARN of who asked; absent for what the night found. */
  by?: string;
  reason?: string;
  /** The release that it pointed to until then. */
  from?: { release: string; version?: string };
}

/** A name such as `stable` that points to one release of a stack and variant, and the change that made it so. */
export interface Channel extends ChannelChange {
  stack: string;
  variant: string;
  channel: string;
  /** Id of the image that all others of the release were copied from. */
  release: string;
  version?: string;
  image_name: string;
  revision: number;
}

/** A channel of that name as it is after a change to a release. */
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
 * The releases that a channel pointed to before, the one to go back to first. `history` is oldest first; what was
 * rolled back is not gone back to, so that going back twice goes two steps.
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

/** Whether a channel may go to a release: it may be used, and none of its images failed its last test. */
function isTarget(release: Release | undefined, requireTests = false): release is Release {
  if (!isReleaseUsable(release)) return false;
  const known = imagesById(release.images);
  return release.images.every((image) => proofObstacle(proofOf(image, known), requireTests) === undefined);
}

/**
 * The release that a rollback goes to: the newest earlier one of the history that may still be used and has not failed
 * its tests. Whether it was tested at all was decided when it was promoted.
 */
export function rollbackTarget(history: readonly Channel[], releases: readonly Release[]): Release | undefined {
  return earlierReleases(history)
    .map((id) => releases.find(({ release }) => release === id))
    .find((release) => isTarget(release));
}

/**
 * Where a channel goes whose release may not be used any more: back to the newest earlier release of its history that
 * may, else to the newest of its stack and variant, which must have been tested where the policy requires that. It
 * never goes on to a newer version, which nobody has promoted; then it stays where it is.
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

/** Names of the channels that point to the release of an image; `known` are those that it may have been copied from. */
export function channelsOf(image: Image, channels: readonly Channel[], known: ReadonlyMap<string, Image>): string[] {
  const release = releaseIdOf(image, known);
  return channels
    .filter((channel) => channel.stack === image.stack && channel.release === release)
    .map(({ channel }) => channel)
    .sort();
}
