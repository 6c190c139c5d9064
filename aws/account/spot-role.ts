import { GetRoleCommand } from '@aws-sdk/client-iam';
import { spotRole } from '../../core/doctor/spot';
import { isAwsError } from '../client/errors';
import { iam } from '../client/clients';

/** Whether the account has the service-linked role of spot. */
export async function hasSpotRole(): Promise<boolean> {
  try {
    await iam().send(new GetRoleCommand({ RoleName: spotRole.name }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'NoSuchEntity', 'NoSuchEntityException')) return false;
    throw error;
  }
}
