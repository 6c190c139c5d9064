import { allImages, listImagesOfStack } from '../../aws/catalog/releases';
import { SpawnError } from '../../core/errors';
import type { Image } from '../../core/model/image';
import { mostSimilar } from '../../core/lib/did-you-mean';
import { isGone } from '../../core/image/usability';

/** Returns the existing images of a stack. Throws StackNotFound when there is none. */
export async function requireStack(stack: string): Promise<Image[]> {
  const images = (await listImagesOfStack(stack)).filter((image) => !isGone(image));
  if (images.length > 0) return images;
  throw await noSuchStack(stack);
}

/** Returns a StackNotFound error, with the name of a similar stack if there is one. */
export async function noSuchStack(stack: string): Promise<SpawnError> {
  const known = [
    ...new Set((await allImages('all')).filter((image) => !isGone(image)).flatMap((image) => image.stack ?? [])),
  ];
  const similar = mostSimilar(stack, known);
  return new SpawnError(
    'StackNotFound',
    `there is no image of a stack '${stack.slice(0, 80)}': ${similar === undefined ? 'list the stacks with spawn stack list' : `did you mean '${similar}'?`}`,
    { stack },
  );
}
