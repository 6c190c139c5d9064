import { recordImageEvent } from '../../aws/catalog/image-events';
import { findImage } from '../../aws/catalog/images';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import type { Image } from '../../core/model/image';
import { eventOfPerson } from '../../core/image/event';
import { checkProven } from '../../core/release/proof';
import type { HttpRequest } from '../runtime/http';

// A chain of more copies than this does not occur.
const longestOrigin = 10;

/** Returns the images that the given ones were copied from, over any number of copies, if the catalog has them. */
export async function originsOf(images: readonly Image[]): Promise<Image[]> {
  const origins = new Map<string, Image>();
  for (const image of images) {
    let source = image.replicated_from;
    for (let copies = 0; source !== undefined && !origins.has(source) && copies < longestOrigin; copies += 1) {
      const found = await findImage(source);
      if (found) origins.set(source, found);
      source = found?.replicated_from;
    }
  }
  return [...origins.values()];
}

/**
 * Checks images of one stack before they are shared, copied or promoted, and returns those that were never tested.
 * `verb` is the requested action, such as promoted. Throws ImageNotProven.
 */
export async function requireProven(
  images: readonly Image[],
  verb: string,
  untested: string | undefined,
): Promise<Image[]> {
  const stack = images[0]?.stack;
  const requireTests = stack !== undefined && (await getStackPolicy(stack)).require_tests;
  return checkProven(images, { verb, known: await originsOf(images), requireTests, untested });
}

/**
 * Records in the history of untested images why they were accepted. `what` is the action, such as promoted to stable.
 */
export async function recordUntested(
  images: readonly Image[],
  what: string,
  untested: string | undefined,
  { caller, now }: Pick<HttpRequest, 'caller' | 'now'>,
): Promise<void> {
  if (untested === undefined) return;
  const detail = `${what} without a test: ${untested}`;
  for (const image of images) await recordImageEvent(eventOfPerson(caller, image, 'waived', now, detail));
}
