import type { Image } from '../model/image';
import { tagKeys, type Tags } from '../tags';

/**
 * The tags that publish an image, set in one call on it and its snapshots. A published image has no deadline;
 * CreateTags cannot remove a tag, so the deadline becomes `never`.
 */
export const publishedTags: Tags = { [tagKeys.state]: 'published', [tagKeys.ttlDeadline]: 'never' };

const decidedLate: readonly string[] = [tagKeys.consistency, tagKeys.deregistrationProtection];

/** Returns the tags of a candidate that were decided after its creation and are set when it is published. */
export function lateTags(tags: Tags): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => decidedLate.includes(key)));
}

/**
 * Returns the intent that is written to the record of a candidate before EC2's tags say published ("intent first");
 * undefined for a published image. `changes` are added to the record once it is published.
 */
export function publicationOf(
  image: Image,
  buildId: string,
  changes: Partial<Image>,
): Pick<Image, 'publication'> | undefined {
  return image.lifecycle === 'published' ? undefined : { publication: { build_id: buildId, changes } };
}

/**
 * Returns the changes to the record of an image that EC2's tags call published; undefined when the record says so
 * already.
 */
export function published(image: Image, now: Date): Partial<Image> | undefined {
  if (image.lifecycle === 'published') return undefined;
  return {
    ...image.publication?.changes,
    publication: undefined,
    tags: { ...image.tags, ...publishedTags },
    lifecycle: 'published',
    updated_at: now.toISOString(),
  };
}

/** Returns whether EC2's tags call an image published. */
export function isPublished(image: { tags: Tags } | undefined): boolean {
  return image?.tags[tagKeys.state] === 'published';
}
