import { AwsError } from '../../../kernel/types';
import { missingParameter } from './faults';
import type { Image } from './model';
import { requireOne, type Request } from './simulation';

/** Returns the image that a snapshot stands behind, disabled ones too. */
export function imageUsing({ region }: Request, snapshotId: string): Image | undefined {
  return [...region.images.values()].find(({ volumes }) => volumes.some((volume) => volume.snapshotId === snapshotId));
}

/** Returns the image that the request names, which the account must own. Throws AuthFailure otherwise. */
export function requireOwnImage({ simulation, region, input }: Request): Image {
  if (!input.ImageId) throw missingParameter('ImageId');
  const image = requireOne(simulation, region.images, 'ami-', input.ImageId);
  if (image.ownerId === simulation.world.accountId) return image;
  throw new AwsError('AuthFailure', `Not authorized for image:${image.id}`, 403);
}
