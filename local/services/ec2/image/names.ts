import { AwsError } from '../../../kernel/types';
import { invalidValue, missingParameter } from '../state/faults';
import type { Request } from '../state/simulation';

/** Throws as EC2 does for a description of an image that is too long or has characters beyond ASCII. */
export function requireDescription(description: string | undefined): void {
  if (description === undefined) return;
  if (description.length > 255) throw invalidValue(`The description has more than 255 characters: ${description}`);
  if (/[^\x00-\x7f]/.test(description)) {
    const reason = 'Character sets beyond ASCII are not supported.';
    throw invalidValue(`Value (${description}) for parameter Description is invalid. ${reason}`);
  }
}

/**
 * Checks the request's Description, and that its Name is legal and free in account and region; disabled and failed
 * images hold their names too.
 */
export function requireFreeName({ simulation, region, input }: Request): void {
  const name: string | undefined = input.Name;
  requireDescription(input.Description);
  if (name === undefined) throw missingParameter('Name');
  if (!/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name)) {
    throw new AwsError(
      'InvalidAMIName.Malformed',
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
    );
  }
  const holder = [...region.images.values()].find(
    (image) => image.ownerId === simulation.world.accountId && image.name === name,
  );
  if (holder) throw new AwsError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${holder.id}`);
}
