import { randomUUID } from 'node:crypto';
import type { ImageEvent } from '../../core/image/event';
import { writeItem } from './store/items';
import { imageKey } from './images';
import { findAll } from './store/queries';

/** Adds an event to an image's history. Overwrites nothing; a repeated step writes its event again. */
export async function recordImageEvent(event: ImageEvent): Promise<void> {
  // Image ids are unique across accounts, so the history needs no account.
  const { pk } = imageKey(event.region, event.ami_id);
  await writeItem({ pk, sk: `EVENT#${event.time}#${randomUUID()}` }, event);
}

/** Returns the history of an image, oldest first. */
export function listImageEvents(region: string, amiId: string): Promise<ImageEvent[]> {
  return findAll<ImageEvent>({ partition: imageKey(region, amiId).pk, startsWith: 'EVENT#' });
}
