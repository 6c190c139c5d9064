import type { Image } from '../model/image';
import { isRevoked } from './revocation';

/** Returns whether an image may be handed out: available, published, and neither deprecated nor revoked. */
export function isUsable(image: Pick<Image, 'lifecycle' | 'state' | 'deprecated' | 'tags' | 'revocation'>): boolean {
  return image.lifecycle === 'published' && image.state === 'available' && !image.deprecated && !isRevoked(image);
}

/** Returns whether an image no longer exists: it was removed, or EC2 stopped listing it. */
export function isGone({ state }: Pick<Image, 'state'>): boolean {
  return state === 'vanished' || state === 'deregistered';
}
