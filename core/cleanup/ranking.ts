import type { CleanupImage, CleanupRequest } from './request';
import type { CleanupPolicy } from '../stack/policy';
import { isUsable } from '../image/usability';
import { versionSortKey, withoutBuild } from '../lib/version';
import { groupBy } from '../lib/group';

interface Ranked {
  image: CleanupImage;
  usable: boolean;
  version: string;
  /** As `version`, without the number of the build: builds of one version count once. */
  release: string;
  created: number;
}

/**
 * Returns the images that stay because they are the newest: "keep at least 2 versions of each stack", counted for each
 * variant (architecture, GPU and label) and region across all versions, usable images first. The newest build of a
 * version counts; where there are fewer versions, older builds fill up. Broken images do not count.
 */
export function newestKept(images: readonly CleanupImage[], keepOf: (stack: string) => number): Set<CleanupImage> {
  const kept = new Set<CleanupImage>();
  for (const group of groupsOf(images)) {
    const keep = keepOf(group[0]?.image.stack ?? '');
    const versions = new Set<string>();
    const chosen = new Set<CleanupImage>();
    for (const { image, release } of group) {
      if (versions.size >= keep) break;
      if (versions.has(release)) continue;
      versions.add(release);
      chosen.add(image);
    }
    for (const { image } of group) {
      if (chosen.size >= keep) break;
      chosen.add(image);
    }
    for (const image of chosen) kept.add(image);
  }
  return kept;
}

/**
 * Returns, for images that are named one by one, the newest usable image of each variant and region whose usable
 * images are all named, so that one remains.
 */
export function lastUsable(
  images: readonly CleanupImage[],
  isNamed: (image: CleanupImage) => boolean,
): Set<CleanupImage> {
  const kept = new Set<CleanupImage>();
  for (const group of groupsOf(images)) {
    const usable = group.filter((ranked) => ranked.usable);
    const [newest] = usable;
    if (newest && usable.every(({ image }) => isNamed(image))) kept.add(newest.image);
  }
  return kept;
}

/** Returns how many of the newest versions of a stack stay. */
export function keepLatestOf(request: CleanupRequest, policy: CleanupPolicy): number {
  return request.keep_latest ?? policy.keep_latest;
}

/** Returns whether EC2 failed to create the image, so that nobody can use it. */
export function isBroken({ state }: CleanupImage): boolean {
  return state === 'failed' || state === 'error' || state === 'invalid';
}

/** Images of one stack, variant and region, the best first. */
function groupsOf(images: readonly CleanupImage[]): Ranked[][] {
  const ranked = images
    .filter((image) => image.stack !== undefined && image.lifecycle === 'published' && !isBroken(image))
    .map((image): Ranked => ({
      image,
      usable: isUsable(image),
      version: versionSortKey(image.version ?? ''),
      release: versionSortKey(withoutBuild(image.version ?? '')),
      created: Date.parse(image.creation_date) || 0,
    }));
  const groups = groupBy(ranked, ({ image }) =>
    [image.region, image.stack, image.architecture, image.gpu, image.variant ?? ''].join('\n'),
  );
  return [...groups.values()].map((group) => group.sort(bestFirst));
}

function bestFirst(a: Ranked, b: Ranked): number {
  if (a.usable !== b.usable) return a.usable ? -1 : 1;
  if (a.version !== b.version) return a.version < b.version ? 1 : -1;
  return b.created - a.created || (a.image.ami_id < b.image.ami_id ? -1 : 1);
}
