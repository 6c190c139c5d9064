import type { Image } from '../model/image';
import { tagKeys, type Tags } from '../tags';

/**
 * The tags that publish an image, set in one call on it and its snapshots. A published image has no deadline any more;
 * CreateTags cannot remove a tag, so it says `never`.
 */
export const publishedTags: Tags = { [tagKeys.state]: 'published', [tagKeys.ttlDeadline]: 'never' };

/**
 * "Intent first": what the record of a candidate gets before EC2's tags say that it is published; undefined for one
 * that is published. `changes` is what the record gets besides once it is.
 */
export function publicationOf(
  image: Image,
  buildId: string,
  changes: Partial<Image>,
): Pick<Image, 'publication'> | undefined {
  return image.lifecycle === 'published' ? undefined : { publication: { build_id: buildId, changes } };
}

/** What changes in the record of an image that EC2's tags call published; undefined when the record says so already. */
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

/** Whether EC2's tags call an image published. */
export function isPublished(image: { tags: Tags } | undefined): boolean {
  return image?.tags[tagKeys.state] === 'published';
}
