import { DisableImageDeprecationCommand, EnableImageDeprecationCommand } from '@aws-sdk/client-ec2';
import { SpawnError } from '../../core/errors';
import { nameOfLocation, type Location } from '../../core/model/location';
import { isAwsError, messageOf } from '../client/errors';
import { ec2 } from '../client/clients';

/**
 * Sets EC2's deprecation time of an image: in the future, in whole minutes, at most ten years ahead, for a public image
 * at most two years after its creation (API reference, DeprecateAt). Throws InvalidRequest with EC2's message for
 * another time.
 */
export async function enableImageDeprecation(location: Location, imageId: string, at: Date): Promise<void> {
  try {
    await ec2(location).send(new EnableImageDeprecationCommand({ ImageId: imageId, DeprecateAt: at }));
  } catch (error) {
    if (!isAwsError(error, 'InvalidParameterValue', 'InvalidParameter')) throw error;
    throw new SpawnError(
      'InvalidRequest',
      `EC2 refused to deprecate ${imageId} in ${nameOfLocation(location)} at ${at.toISOString()}: ${messageOf(error)} Give another time; for a public image it must be within two years of its creation.`,
      { ami_id: imageId, at: at.toISOString() },
    );
  }
}

/** Removes EC2's deprecation time of an image. An image without one is no error. */
export async function disableImageDeprecation(location: Location, imageId: string): Promise<void> {
  await ec2(location).send(new DisableImageDeprecationCommand({ ImageId: imageId }));
}
