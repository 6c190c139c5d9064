import type { Architecture, Image } from '../model/image';
import { compareVersions } from '../lib/version';
import { rangeAmong } from '../lib/version-range';
import { matchesPattern } from './name-pattern';
import type { Tags } from '../tags';
import { isOutOfDate } from '../image/health';
import { isRevoked } from '../image/revocation';
import { isGone } from '../image/usability';

export const sortKeys = ['size', 'age', 'name', 'version'] as const;
export type SortKey = (typeof sortKeys)[number];

/**
 * The filters of list-amis. Deprecated and revoked images, and those that are still being created, are listed only if
 * their flag is set, next to the others.
 */
export interface ListFilter {
  stack?: string;
  version?: string;
  architecture?: Architecture;
  gpu?: boolean;
  deprecated?: boolean;
  revoked?: boolean;
  pending?: boolean;
  /** Only images that are out of date by their recorded health. */
  outdated?: boolean;
  region?: string;
  /** A name with the wildcards `*` and `?`. */
  name?: string;
  /** Tags that an image must have, with exactly these values. */
  tags?: Tags;
}

/**
 * Returns the images that a list shows: managed (in member accounts all), published, not gone, and matching the
 * filter. A version is matched as a range, so that 2.2 finds 2.2.0 too; a text that is no range matches the same text.
 */
export function filterImages(images: readonly Image[], filter: ListFilter): Image[] {
  const inRange =
    filter.version === undefined
      ? undefined
      : rangeAmong(
          filter.version,
          images.map(({ version }) => version),
        );
  return images.filter(
    (image) =>
      (image.lifecycle === 'published' ||
        (image.account !== undefined && image.lifecycle === 'unmanaged') ||
        (filter.pending === true && image.lifecycle === 'candidate' && image.state === 'pending')) &&
      !isGone(image) &&
      isShown(image, filter) &&
      (filter.stack === undefined || image.stack === filter.stack) &&
      (filter.architecture === undefined || image.architecture === filter.architecture) &&
      (filter.outdated !== true || isOutOfDate(image)) &&
      (filter.gpu === undefined || image.gpu === filter.gpu) &&
      (filter.region === undefined || filter.region === 'all' || image.region === filter.region) &&
      (filter.name === undefined || matchesPattern(image.name, filter.name)) &&
      Object.entries(filter.tags ?? {}).every(([key, value]) => image.tags[key] === value) &&
      (inRange === undefined || inRange(image.version ?? '')),
  );
}

/** Returns whether the flags show an image; a revoked one is shown with `revoked`, whether or not it is deprecated. */
function isShown(image: Image, { deprecated, revoked }: ListFilter): boolean {
  return isRevoked(image) ? revoked === true : deprecated === true || !image.deprecated;
}

/** Returns how many more images a filter would show with the flags for deprecated and for revoked ones. */
export function countHidden(images: readonly Image[], filter: ListFilter): { deprecated: number; revoked: number } {
  const shown = new Set(filterImages(images, filter));
  const hidden = filterImages(images, { ...filter, deprecated: true, revoked: true }).filter(
    (image) => !shown.has(image),
  );
  const revoked = hidden.filter(isRevoked).length;
  return { deprecated: hidden.length - revoked, revoked };
}

/**
 * Returns the newest version of each stack and variant in each region and account; among equal versions the one
 * created last, and among those the lowest id. Images without a stack belong to no release and all stay.
 */
export function latestOf(images: readonly Image[]): Image[] {
  const latest = new Map<string, Image>();
  for (const image of images) {
    const key =
      image.stack === undefined
        ? image.ami_id
        : [image.account ?? '', image.region, image.stack, image.variant ?? `${image.architecture} ${image.gpu}`].join(
            '\n',
          );
    const best = latest.get(key);
    if (!best || isNewer(image, best)) latest.set(key, image);
  }
  const taken = new Set(latest.values());
  return images.filter((image) => taken.has(image));
}

/**
 * Sorts a list by a key, ascending: the smallest, the youngest, the lowest version, or the first name of the alphabet
 * first. `reverse` sorts descending. Without a key the newest comes first. Equal images are ordered by age, then id.
 */
export function sortImages(images: readonly Image[], sortBy: SortKey = 'age', reverse = false): Image[] {
  const orders: Record<SortKey, (left: Image, right: Image) => number> = {
    size: (left, right) => left.size_gb - right.size_gb,
    age: (left, right) => Date.parse(right.creation_date) - Date.parse(left.creation_date),
    name: (left, right) => compareTexts(left.name, right.name),
    version: (left, right) => compareVersions(left.version ?? '', right.version ?? ''),
  };
  const sorted = [...images].sort(
    (left, right) => orders[sortBy](left, right) || orders.age(left, right) || compareTexts(left.ami_id, right.ami_id),
  );
  return reverse ? sorted.reverse() : sorted;
}

function isNewer(image: Image, than: Image): boolean {
  const byVersion = compareVersions(image.version ?? '', than.version ?? '');
  const byAge = Date.parse(image.creation_date) - Date.parse(than.creation_date);
  // The id decides between equals, so that the order of the list does not.
  return (byVersion || byAge || compareTexts(than.ami_id, image.ami_id)) > 0;
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
