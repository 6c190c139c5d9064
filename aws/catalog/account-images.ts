import type { Image } from '../../core/image';
import { readItem } from './items';
import { findAll } from './queries';

/** The record of an image of a member account, by its id alone; undefined when there is none. */
export function getAccountImage(amiId: string): Promise<Image | undefined> {
  return readItem<Image>({ pk: `ACCOUNT_IMAGE#${amiId}`, sk: 'IMAGE' });
}

/** All images of a member account in a region, or of all member accounts. */
export function listAccountImages(place?: { account: string; region: string }): Promise<Image[]> {
  return findAll<Image>({ index: 'gsi1', partition: 'ACCOUNT_IMAGES', ...(place && { startsWith: `${place.account}#${place.region}#` }) });
}

/** The images of member accounts that carry a stack, or those without a look at their stack. */
export function listAccountImagesOf(stack: string | undefined): Promise<Image[]> {
  return stack === undefined ? listAccountImages() : findAll<Image>({ index: 'gsi2', partition: `ACCOUNT_STACK#${stack}` });
}
