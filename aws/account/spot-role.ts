import { GetRoleCommand } from '@aws-sdk/client-iam';
import { spotRole } from '../../core/doctor/spot';
import { isAwsError } from '../client/errors';
import { iam } from '../client/clients';

/** Returns whether the account has the service-linked role for Spot Instances. */
export async function hasSpotRole(): Promise<boolean> {
  try {
    await iam().send(new GetRoleCommand({ RoleName: spotRole.name }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'NoSuchEntity', 'NoSuchEntityException')) return false;
    throw error;
  }
}
