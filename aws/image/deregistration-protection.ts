import {
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeregistrationProtectionCommand,
} from '@aws-sdk/client-ec2';
import type { DeregistrationProtection } from '../../core/stack/policy';
import type { Location } from '../../core/model/location';
import { ec2 } from '../client/clients';

/** Makes EC2 refuse to deregister an image. Repeating it changes nothing. */
export async function enableDeregistrationProtection(
  location: Location,
  imageId: string,
  kind: DeregistrationProtection,
): Promise<void> {
  await ec2(location).send(
    new EnableImageDeregistrationProtectionCommand({ ImageId: imageId, WithCooldown: kind === 'with-cooldown' }),
  );
}

/** Turns off the protection of an image: at once, or 24 hours later if it has a cooldown. */
export async function disableDeregistrationProtection(location: Location, imageId: string): Promise<void> {
  await ec2(location).send(new DisableImageDeregistrationProtectionCommand({ ImageId: imageId }));
}
