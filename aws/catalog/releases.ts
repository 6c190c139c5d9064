import type { Image } from '../../core/image';
import { findAll } from './queries';

/** All images of a stack in all regions. */
export function listImagesOfStack(stack: string): Promise<Image[]> {
  return findAll<Image>({ index: 'gsi2', partition: `STACK#${stack}`, descending: true });
}

/** The copies of an image that the catalog knows, in all regions. */
export async function listReplicas(source: Pick<Image, 'ami_id' | 'stack'>): Promise<Image[]> {
  const from = { expression: 'replicated_from = :source', values: { ':source': source.ami_id } };
  return findAll<Image>(
    source.stack === undefined ? { index: 'gsi1', partition: 'IMAGES', where: from } : { index: 'gsi2', partition: `STACK#${source.stack}`, where: from },
  );
}
