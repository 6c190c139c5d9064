import type { Image } from '../../core/model/image';
import { readItem } from './store/items';
import { findAll } from './store/queries';
import type { Question } from './store/cursors';

/** Returns the record of an image of a member account by its id; undefined when there is none. */
export function getAccountImage(amiId: string): Promise<Image | undefined> {
  return readItem<Image>({ pk: `ACCOUNT_IMAGE#${amiId}`, sk: 'IMAGE' });
}

/** Returns all images of a member account in a region; without an argument, those of all member accounts. */
export function listAccountImages(location?: { account: string; region: string }): Promise<Image[]> {
  return findAll<Image>({ ...everywhere, ...(location && { startsWith: `${location.account}#${location.region}#` }) });
}

/** Returns the images of a stack in all member accounts. */
export function listAccountImagesOfStack(stack: string): Promise<Image[]> {
  return findAll<Image>(ofStack(stack));
}

/** Returns the copies of an image in all member accounts. */
export function listAccountCopies({ ami_id, stack }: Pick<Image, 'ami_id' | 'stack'>): Promise<Image[]> {
  const where = { expression: 'replicated_from = :source', values: { ':source': ami_id } };
  return findAll<Image>({ ...(stack === undefined ? everywhere : ofStack(stack)), where });
}

const everywhere: Question = { index: 'gsi1', partition: 'ACCOUNT_IMAGES' };

function ofStack(stack: string): Question {
  return { index: 'gsi2', partition: `ACCOUNT_STACK#${stack}` };
}
