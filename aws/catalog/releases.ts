import type { Image } from '../../core/model/image';
import { imageQuestion } from './images';
import { findAll } from './store/queries';

/** Returns every image of a region or of `all`, of one stack or of all. */
export function allImages(region: string, stack?: string): Promise<Image[]> {
  return findAll<Image>(imageQuestion(region, stack));
}

/** Returns all images of a stack in all regions. */
export function listImagesOfStack(stack: string): Promise<Image[]> {
  return allImages('all', stack);
}

/** Returns the copies of an image in the catalog, in all regions. */
export async function listReplicas(source: Pick<Image, 'ami_id' | 'stack'>): Promise<Image[]> {
  const from = { expression: 'replicated_from = :source', values: { ':source': source.ami_id } };
  return findAll<Image>(
    source.stack === undefined
      ? { index: 'gsi1', partition: 'IMAGES', where: from }
      : { index: 'gsi2', partition: `STACK#${source.stack}`, where: from },
  );
}
