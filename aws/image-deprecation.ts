import { DisableImageDeprecationCommand, EnableImageDeprecationCommand } from '@aws-sdk/client-ec2';
import { ec2 } from './clients';

/** Sets when EC2 shows an image as deprecated: not in the past, whole minutes, at most ten years ahead (API reference, DeprecateAt). */
export async function enableImageDeprecation(region: string, imageId: string, at: Date): Promise<void> {
  await ec2(region).send(new EnableImageDeprecationCommand({ ImageId: imageId, DeprecateAt: at }));
}

/** Takes EC2's deprecation time of an image away; one that has none is no error. */
export async function disableImageDeprecation(region: string, imageId: string): Promise<void> {
  await ec2(region).send(new DisableImageDeprecationCommand({ ImageId: imageId }));
}
