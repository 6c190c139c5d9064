import { AwsError } from '../../../kernel/types';
import { missingParameter } from './faults';
import type { Image } from './model';
import { requireOne, type Region, type Request, type Simulation } from './simulation';

/** Returns the image that a snapshot stands behind, disabled ones too. */
export function imageUsing({ region }: Request, snapshotId: string): Image | undefined {
  return [...region.images.values()].find(({ volumes }) => volumes.some((volume) => volume.snapshotId === snapshotId));
}

/** Returns whether EC2 still knows that an image of this id was deregistered. */
export function isRememberedAsGone({ world }: Simulation, region: Region, id: string): boolean {
  return (region.deregistered.get(id) ?? 0) > world.clock.now();
}

/** Throws `InvalidAMIID.Unavailable` for an image that was deregistered not long ago. */
export function requireRegistered(simulation: Simulation, region: Region, id: string): void {
  if (isRememberedAsGone(simulation, region, id))
    throw new AwsError('InvalidAMIID.Unavailable', `The image ID '${id}' is no longer available`);
}

/** Returns the image that the request names, which the account must own. Throws AuthFailure otherwise. */
export function requireOwnImage({ simulation, region, input }: Request): Image {
  if (!input.ImageId) throw missingParameter('ImageId');
  requireRegistered(simulation, region, input.ImageId);
  const image = requireOne(simulation, region.images, 'ami-', input.ImageId);
  if (image.ownerId === simulation.world.accountId) return image;
  throw new AwsError('AuthFailure', `Not authorized for image:${image.id}`, 403);
}
