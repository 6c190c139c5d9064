import { recordImageEvent } from '../../aws/catalog/image-events';
import { findImage } from '../../aws/catalog/images';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import type { Image } from '../../core/model/image';
import { eventOfPerson } from '../../core/image/event';
import { checkProven } from '../../core/release/proof';
import type { HttpRequest } from '../runtime/http';

// A copy of a copy of a copy leads back to its build in as many steps.
const longestOrigin = 10;

/** The images that some were copied from, over any number of copies, as far as the catalog has them. */
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
 * Checks images of one stack before they are handed out, and gives those that were never tested. `verb` is what is
 * asked for, such as promoted. Throws ImageNotProven, as checkProven does.
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

/** Writes into the history of untested images why they were handed out; `what` is how, such as promoted to stable. */
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
