import {
  DescribeImageAttributeCommand,
  DisableImageCommand,
  EnableImageCommand,
  ModifyImageAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { LaunchPermission } from '../../core/model/image';
import type { Location } from '../../core/model/location';
import { isAwsError } from '../client/errors';
import { ec2 } from '../client/clients';
import { describeImage } from './describe';
import { piecesOf } from '../client/pages';
import { withRetries } from '../client/pause';

// EC2's limit of targets in one call. EC2 refuses targets until it sees the image as enabled.
const targetsPerCall = 500;
const transitionDelays = [2, 4, 8];
const isInTransition = (error: unknown): boolean => isAwsError(error, 'IncorrectState');

/**
 * Disables an image. Nobody can launch it, including its owner, and its launch permissions are removed (user guide,
 * "Disable an AMI").
 */
export async function disableImage(location: Location, imageId: string): Promise<void> {
  await ec2(location).send(new DisableImageCommand({ ImageId: imageId }));
}

/** Enables a disabled image. EC2 refuses an image that is not disabled, and does not restore launch permissions. */
export async function enableImage(location: Location, imageId: string): Promise<void> {
  await ec2(location).send(new EnableImageCommand({ ImageId: imageId }));
}

/** Enables a disabled image. An image that is enabled already is no error, for example after a lost answer. */
export async function enableUnlessEnabled(location: Location, imageId: string): Promise<void> {
  try {
    await enableImage(location, imageId);
  } catch (error) {
    if ((await describeImage(location, imageId))?.state !== 'available') throw error;
  }
}

/** Returns the launch permissions of an image. */
export async function launchPermissions(location: Location, imageId: string): Promise<LaunchPermission[]> {
  const { LaunchPermissions } = await ec2(location).send(
    new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: 'launchPermission' }),
  );
  return (LaunchPermissions ?? []).map(({ UserId, Group, OrganizationArn, OrganizationalUnitArn }) => ({
    ...(UserId && { user_id: UserId }),
    ...(Group && { group: Group }),
    ...(OrganizationArn && { organization_arn: OrganizationArn }),
    ...(OrganizationalUnitArn && { organizational_unit_arn: OrganizationalUnitArn }),
  }));
}

/** Adds launch permissions. Existing ones stay. */
export async function addLaunchPermissions(
  location: Location,
  imageId: string,
  permissions: readonly LaunchPermission[],
): Promise<void> {
  if (permissions.length === 0) return;
  const Add = permissions.map(({ user_id, group, organization_arn, organizational_unit_arn }) => ({
    ...(user_id && { UserId: user_id }),
    ...(group && { Group: 'all' as const }),
    ...(organization_arn && { OrganizationArn: organization_arn }),
    ...(organizational_unit_arn && { OrganizationalUnitArn: organizational_unit_arn }),
  }));
  for (const some of piecesOf(Add, targetsPerCall)) {
    await withRetries(transitionDelays, isInTransition, () =>
      ec2(location).send(new ModifyImageAttributeCommand({ ImageId: imageId, LaunchPermission: { Add: some } })),
    );
  }
}
