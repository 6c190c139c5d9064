import type { Image } from './image';

/** Whether people may be given an image: it is available, published and not deprecated. */
export function isUsable(image: Pick<Image, 'lifecycle' | 'state' | 'deprecated'>): boolean {
  return image.lifecycle === 'published' && image.state === 'available' && !image.deprecated;
}
