import type { Image } from './image';
import { tagKeys, type Tags } from './tags';

/**
 * What publishing an image changes: the tags to set, in one call, on it and its snapshots, and the record as it is then.
 * A published image has no deadline any more; CreateTags cannot remove a tag, so it says `never`.
 */
export function published(image: Image, now: Date): { tags: Tags; image: Image } {
  const tags: Tags = { [tagKeys.state]: 'published', [tagKeys.ttlDeadline]: 'never' };
  return { tags, image: { ...image, tags: { ...image.tags, ...tags }, lifecycle: 'published', updated_at: now.toISOString() } };
}
