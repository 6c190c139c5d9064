import { DescribeImageAttributeCommand } from '@aws-sdk/client-ec2';
import { isAwsError } from '../aws-errors';
import { ec2 } from '../clients';

/** Whether anybody else may launch an image of this account: an account, an organization, everybody. Of one that is gone, nobody. */
export async function isLaunchableByOthers(region: string, amiId: string): Promise<boolean> {
  try {
    const { LaunchPermissions } = await ec2(region).send(new DescribeImageAttributeCommand({ ImageId: amiId, Attribute: 'launchPermission' }));
    return (LaunchPermissions ?? []).length > 0;
  } catch (error) {
    if (isAwsError(error, 'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable')) return false;
    throw error;
  }
}
