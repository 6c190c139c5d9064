import type { Image } from '../../core/model/image';
import { imageQuestion } from './images';
import { findAll } from './store/queries';

/** Every image of a region or of `all`, of one stack or of all. */
export function allImages(region: string, stack?: string): Promise<Image[]> {
  return findAll<Image>(imageQuestion(region, stack));
}

/** All images of a stack in all regions. */
export function listImagesOfStack(stack: string): Promise<Image[]> {
  return allImages('all', stack);
}

/** The copies of an image that the catalog knows, in all regions. */
export async function listReplicas(source: Pick<Image, 'ami_id' | 'stack'>): Promise<Image[]> {
  const from = { expression: 'replicated_from = :source', values: { ':source': source.ami_id } };
  return findAll<Image>(
    source.stack === undefined
      ? { index: 'gsi1', partition: 'IMAGES', where: from }
      : { index: 'gsi2', partition: `STACK#${source.stack}`, where: from },
  );
}
