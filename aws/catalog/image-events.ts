import { randomUUID } from 'node:crypto';
import { writeItem } from './items';
import { imageKey } from './images';
import { findAll } from './queries';

/** Something that was done to an image: who, what, when. */
export interface ImageEvent {
  region: string;
  ami_id: string;
  /** RFC 3339 in UTC. */
  time: string;
  /** `created`, `tested`, `published`, `replicated`, … */
  action: string;
  build_id?: string;
  /** ARN of the caller, where a person asked. */
  by?: string;
  detail?: string;
}

/** Adds an event to an image's history; nothing is ever overwritten. */
export async function recordImageEvent(event: ImageEvent): Promise<void> {
  const { pk } = imageKey(event.region, event.ami_id);
  await writeItem({ pk, sk: `EVENT#${event.time}#${randomUUID()}` }, event);
}

/** The history of an image, oldest first. */
export function listImageEvents(region: string, amiId: string): Promise<ImageEvent[]> {
  return findAll<ImageEvent>({ partition: imageKey(region, amiId).pk, startsWith: 'EVENT#' });
}
