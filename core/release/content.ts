import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import type { Run } from '../model/run';
import { isGone } from '../image/usability';
import { tryParseVersion, withoutBuild } from '../lib/version';

/** What may be of one content only. */
export interface VersionKey {
  stack: string;
  version: string;
  variant: string;
}

/** The content of a version, by its digest, and the build that claimed it last. */
export interface VersionClaim {
  content: string;
  build_id: string;
  claimed_at: string;
}

/** Something of a version: a published image, or a build that runs. */
export interface VersionHolder {
  ami_id?: string;
  build_id?: string;
  /** RFC 3339: when the image was made, or the build began. */
  since: string;
}

// Between a claim and the record of its build pass seconds; what ended in between claims nothing.
const startingSeconds = 120;

/** The published images of a version: the originals, and copies whose original is gone. */
export function imagesOfVersion(images: readonly Image[], release: VersionKey): Image[] {
  const there = images.filter(
    (image) => isOfVersion(image, release) && image.lifecycle === 'published' && !isGone(image),
  );
  const known = new Set(there.map(({ ami_id }) => ami_id));
  return there.filter(({ replicated_from }) => replicated_from === undefined || !known.has(replicated_from));
}

/** Whether an image or a run is of a version. */
export function isOfVersion(one: Partial<VersionKey>, { stack, version, variant }: VersionKey): boolean {
  return one.stack === stack && one.version === version && one.variant === variant;
}

/**
 * Whether an image has other content than a recipe; `run` is the build that made it. What no recipe made is other
 * content.
 */
export function hasOtherContent(
  image: Image,
  run: Run | undefined,
  wanted: { content: string; recipe_digest: string },
): boolean {
  if (run?.content_digest !== undefined) return run.content_digest !== wanted.content;
  return image.recipe_digest !== wanted.recipe_digest;
}

/** Whether a claim of other content still holds: its build runs, or is being started at this moment. */
export function isClaimed(claim: VersionClaim, run: Run | undefined, now: Date): boolean {
  if (run) return run.status === 'running';
  return now.getTime() - Date.parse(claim.claimed_at) < startingSeconds * 1000;
}

/** VersionTaken, with what has the version and what to do. */
export function versionTaken({ stack, version, variant }: VersionKey, holder: VersionHolder): SpawnError {
  const what = describeHolder({ stack, version, variant }, holder);
  const advice = 'raise the version, or let the recipe number its builds with build_numbers: true';
  return new SpawnError('VersionTaken', `${what} with other content: ${advice}.`, {
    stack,
    version,
    variant,
    ...holder,
  });
}

/** A sentence's beginning that tells what has a version. */
export function describeHolder(
  { stack, version, variant }: VersionKey,
  { ami_id, build_id, since }: VersionHolder,
): string {
  const what = `${stack} ${version} (${variant})`;
  if (ami_id === undefined) return `${what} is being built by ${build_id} since ${since}`;
  return `${what} is published as ${ami_id}, made ${build_id === undefined ? 'elsewhere' : `by ${build_id}`} at ${since},`;
}

/** The highest number among the builds of a version; 0 when none has one. */
export function lastBuildNumber(versions: readonly (string | undefined)[], version: string): number {
  const builds = versions.filter((each) => each !== undefined && withoutBuild(each) === version);
  return Math.max(0, ...builds.map((each) => tryParseVersion(each ?? '')?.build ?? 0));
}
