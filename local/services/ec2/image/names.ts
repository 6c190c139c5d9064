import { AwsError } from '../../../kernel/types';
import { has } from '../../../kernel/facts';
import { invalidValue, missingParameter } from '../state/faults';
import type { Request, Simulation } from '../state/simulation';

/** Throws as EC2 does for a description of an image that is too long or has characters beyond ASCII. */
export function requireDescription(simulation: Simulation, description: string | undefined): void {
  if (description === undefined) return;
  if (description.length > 255) throw invalidValue(`The description has more than 255 characters: ${description}`);
  if (/[^\x00-\x7f]/.test(description) && has(simulation.world, 'image-description-is-ascii')) {
    const reason = 'Character sets beyond ASCII are not supported.';
    throw invalidValue(`Value (${description}) for parameter Description is invalid. ${reason}`);
  }
}

/**
 * Throws ResourceLimitExceeded ("You have exceeded an Amazon EC2 resource limit", EC2 API reference, "Error codes")
 * when the region has as many images of the account as its quota.
 */
function requireRoom({ simulation, region }: Request): void {
  const { images } = simulation.limits;
  const own = [...region.images.values()].filter(({ ownerId }) => ownerId === simulation.world.accountId);
  if (own.length >= images)
    throw new AwsError('ResourceLimitExceeded', `You have reached the quota of ${images} AMIs in ${region.name}.`);
}

/**
 * Checks the request's Description, and that its Name is legal and free in account and region; disabled and failed
 * images hold their names too. Checks that the quota of images has room.
 */
export function requireFreeName(request: Request): void {
  const { simulation, region, input } = request;
  const name: string | undefined = input.Name;
  requireDescription(simulation, input.Description);
  if (name === undefined) throw missingParameter('Name');
  if (!/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name) && has(simulation.world, 'image-name-characters')) {
    throw new AwsError(
      'InvalidAMIName.Malformed',
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
    );
  }
  const holder = [...region.images.values()].find(
    (image) =>
      image.ownerId === simulation.world.accountId &&
      image.name === name &&
      (image.state !== 'disabled' || has(simulation.world, 'disabled-image-keeps-its-name')),
  );
  if (holder && has(simulation.world, 'image-name-is-unique'))
    throw new AwsError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${holder.id}`);
  requireRoom(request);
}
