import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import type { Run } from '../model/run';
import { isGone } from '../image/usability';
import { tryParseVersion, withoutBuild } from '../lib/version';

/** The key that may have one content only. */
export interface VersionKey {
  stack: string;
  version: string;
  variant: string;
}

/** The digest of a version's content, and the build that claimed it last. */
export interface VersionClaim {
  content: string;
  build_id: string;
  claimed_at: string;
}

/** What holds a version: a published image, or a running build. */
export interface VersionHolder {
  ami_id?: string;
  build_id?: string;
  /** RFC 3339: when the image was created, or the build started. */
  since: string;
}

// Seconds pass between a claim and the record of its build. A claim without a record expires.
const startingSeconds = 120;

/** Returns the published images of a version: the originals, and copies whose original is gone. */
export function imagesOfVersion(images: readonly Image[], release: VersionKey): Image[] {
  const there = images.filter(
    (image) => isOfVersion(image, release) && image.lifecycle === 'published' && !isGone(image),
  );
  const known = new Set(there.map(({ ami_id }) => ami_id));
  return there.filter(({ replicated_from }) => replicated_from === undefined || !known.has(replicated_from));
}

/** Returns whether an image or a run belongs to a version. */
export function isOfVersion(one: Partial<VersionKey>, { stack, version, variant }: VersionKey): boolean {
  return one.stack === stack && one.version === version && one.variant === variant;
}

/**
 * Returns whether the content of an image differs from that of a recipe; `run` is the build that created the image. An
 * image that no recipe created differs.
 */
export function hasOtherContent(
  image: Image,
  run: Run | undefined,
  wanted: { content: string; recipe_digest: string },
): boolean {
  if (run?.content_digest !== undefined) return run.content_digest !== wanted.content;
  return image.recipe_digest !== wanted.recipe_digest;
}

/** Returns whether a claim of other content still holds: its build is running or is just being started. */
export function isClaimed(claim: VersionClaim, run: Run | undefined, now: Date): boolean {
  if (run) return run.status === 'running';
  return now.getTime() - Date.parse(claim.claimed_at) < startingSeconds * 1000;
}

/** Returns a VersionTaken error with what holds the version and what to do. */
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

/** Returns the beginning of a sentence that says what holds a version. */
export function describeHolder(
  { stack, version, variant }: VersionKey,
  { ami_id, build_id, since }: VersionHolder,
): string {
  const what = `${stack} ${version} (${variant})`;
  if (ami_id === undefined) return `${what} has been building as ${build_id} since ${since}`;
  return `${what} is published as ${ami_id}, created ${build_id === undefined ? 'elsewhere' : `by ${build_id}`} at ${since},`;
}

/** Returns the highest build number of a version; 0 when it has none. */
export function lastBuildNumber(versions: readonly (string | undefined)[], version: string): number {
  const builds = versions.filter((each) => each !== undefined && withoutBuild(each) === version);
  return Math.max(0, ...builds.map((each) => tryParseVersion(each ?? '')?.build ?? 0));
}
