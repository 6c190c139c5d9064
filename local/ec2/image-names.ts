import { AwsError } from '../types';
import { missingParameter } from './faults';
import type { Request } from './simulation';

/** Checks that the request's Name is legal and free in account and region; disabled and failed images hold their names too. */
export function requireFreeName({ simulation, region, input }: Request): void {
  const name: string | undefined = input.Name;
  if (name === undefined) throw missingParameter('Name');
  if (!/^[A-Za-z0-9()[\] ./\-'@_]{3,128}$/.test(name)) {
    throw new AwsError(
      'InvalidAMIName.Malformed',
      "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, '(', ')', '.', '-', '/' and '_'",
    );
  }
  const holder = [...region.images.values()].find((image) => image.ownerId === simulation.world.accountId && image.name === name);
  if (holder) throw new AwsError('InvalidAMIName.Duplicate', `AMI name ${name} is already in use by AMI ${holder.id}`);
}
