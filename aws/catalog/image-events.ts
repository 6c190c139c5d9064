import { randomUUID } from 'node:crypto';
import { imageActions, type ImageEvent } from '../../core/image/event';
import { inHistory } from './history';
import { writeItem } from './store/items';
import { getImage, imageKey } from './images';
import { findAll } from './store/queries';

/**
 * Adds an event to the history of an image and of the deployment, with the stack of the image. Overwrites nothing; a
 * repeated step writes its event again.
 */
export async function recordImageEvent(event: ImageEvent): Promise<void> {
  // Image ids are unique across accounts, so the history needs no account.
  const { pk } = imageKey(event.region, event.ami_id);
  const id = randomUUID();
  // Events of the same millisecond are listed in the only possible order.
  const rank = String(imageActions.indexOf(event.action)).padStart(2, '0');
  const stack = event.stack ?? (await getImage(event.region, event.ami_id))?.stack;
  await writeItem(
    { pk, sk: `EVENT#${event.time}#${id}`, ...inHistory(event.time, `${rank}-${id}`) },
    { ...event, ...(stack !== undefined && { stack }) },
  );
}

/** Returns the history of an image, oldest first. */
export function listImageEvents(region: string, amiId: string): Promise<ImageEvent[]> {
  return findAll<ImageEvent>({ partition: imageKey(region, amiId).pk, startsWith: 'EVENT#' });
}
