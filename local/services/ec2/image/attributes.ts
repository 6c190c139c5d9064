import { ImageAttributeName } from '@aws-sdk/client-ec2';
import { has } from '../../../kernel/facts';
import { AwsError } from '../../../kernel/types';
import { arnOf, ownedContext } from '../state/authorize';
import { requireShareableKeys } from '../state/encryption';
import { requireOwnImage } from '../state/own-image';
import { missingParameter, notSimulated, requireOneOf } from '../state/faults';
import { requireDescription } from './names';
import { isPublic } from '../state/image-visibility';
import type { Image, LaunchPermission } from '../state/model';
import type { Handler, Request } from '../state/simulation';

/** Returns one attribute of an own image: description, launch permissions or support of IMDSv2. */
export const describeImageAttribute: Handler = (request) => {
  const { call, input } = request;
  if (!input.Attribute) throw missingParameter('Attribute');
  const image = requireOwnImage(request);
  call.authorize('ec2:DescribeImageAttribute', arnOf(request, 'image', image.id), ownedContext(request, image));
  return () => ({ ImageId: image.id, ...attributeOf(image, input.Attribute) });
};

function attributeOf(image: Image, attribute: string): Record<string, any> {
  if (attribute === 'description') return { Description: { Value: image.description ?? '' } };
  if (attribute === 'launchPermission') return { LaunchPermissions: image.permissions };
  if (attribute === 'imdsSupport') return { ImdsSupport: { Value: image.imdsSupport } };
  requireOneOf(ImageAttributeName, 'attribute', attribute);
  throw notSimulated(`DescribeImageAttribute.Attribute '${attribute}'`);
}

/** Changes the description, the launch permissions or the support of IMDSv2 of an own image: one attribute a call. */
export const modifyImageAttribute: Handler = (request) => {
  const { call, input } = request;
  const image = requireOwnImage(request);
  call.authorize('ec2:ModifyImageAttribute', arnOf(request, 'image', image.id), ownedContext(request, image));
  const description: string | undefined =
    input.Description?.Value ?? (input.Attribute === 'description' ? input.Value : undefined);
  if (description !== undefined) {
    requireDescription(request.simulation, description);
    return () => {
      image.description = description;
      return {};
    };
  }
  const imds: string | undefined =
    input.ImdsSupport?.Value ?? (input.Attribute === 'imdsSupport' ? (input.Value ?? '') : undefined);
  if (imds !== undefined) {
    if (imds !== 'v2.0' && has(request.simulation.world, 'imdsv2-cannot-be-undone'))
      throw new AwsError('InvalidParameterValue', `Value (${imds}) for parameter imdsSupport is invalid.`);
    return () => {
      image.imdsSupport = imds === 'v2.0' ? imds : undefined;
      return {};
    };
  }
  const { add, remove } = permissionChanges(input);
  if (add.length + remove.length === 0) throw missingParameter('attribute');
  if (add.length > 0) requireShareable(request, image, add);
  return () => {
    const gone = new Set([...remove, ...add].map((permission) => JSON.stringify(permission)));
    image.permissions = [...image.permissions.filter((permission) => !gone.has(JSON.stringify(permission))), ...add];
    return {};
  };
};

/** Reads both forms of the request: LaunchPermission.Add/Remove, and Attribute=launchPermission with OperationType. */
function permissionChanges(input: Record<string, any>): { add: LaunchPermission[]; remove: LaunchPermission[] } {
  if (input.LaunchPermission)
    return {
      add: (input.LaunchPermission.Add ?? []).map(only),
      remove: (input.LaunchPermission.Remove ?? []).map(only),
    };
  if (input.Attribute !== 'launchPermission') {
    if (input.Attribute) throw notSimulated(`ModifyImageAttribute.Attribute '${input.Attribute}'`);
    return { add: [], remove: [] };
  }
  const named: LaunchPermission[] = [
    ...(input.UserIds ?? []).map((UserId: string) => ({ UserId })),
    ...(input.UserGroups ?? []).map((Group: string) => ({ Group })),
    ...(input.OrganizationArns ?? []).map((OrganizationArn: string) => ({ OrganizationArn })),
    ...(input.OrganizationalUnitArns ?? []).map((OrganizationalUnitArn: string) => ({ OrganizationalUnitArn })),
  ];
  if (input.OperationType === 'add') return { add: named.map(only), remove: [] };
  if (input.OperationType === 'remove') return { add: [], remove: named.map(only) };
  throw missingParameter('OperationType');
}

function only(permission: Record<string, any>): LaunchPermission {
  const { UserId, Group, OrganizationArn, OrganizationalUnitArn } = permission;
  if (UserId !== undefined) {
    if (!/^\d{12}$/.test(UserId))
      throw new AwsError(
        'InvalidAMIAttributeItemValue',
        `Invalid attribute item value "${UserId}" for userId item type.`,
      );
    return { UserId };
  }
  if (Group !== undefined) {
    if (Group !== 'all')
      throw new AwsError(
        'InvalidAMIAttributeItemValue',
        `Invalid attribute item value "${Group}" for group item type.`,
      );
    return { Group };
  }
  if (OrganizationArn !== undefined) return { OrganizationArn };
  return { OrganizationalUnitArn };
}

function requireShareable({ simulation, region }: Request, image: Image, add: readonly LaunchPermission[]): void {
  if (image.state === 'disabled')
    throw new AwsError('IncorrectState', `The image '${image.id}' is disabled and cannot be shared. Enable it first.`);
  const makesPublic = add.some((to) => 'Group' in to) && !isPublic(image);
  requireShareableKeys(
    simulation,
    region.name,
    image.volumes.map(({ snapshotId = '' }) => region.snapshots.get(snapshotId)?.keyArn),
    makesPublic,
  );
  if (makesPublic && region.publicAccess.images !== 'unblocked' && has(simulation.world, 'block-public-access')) {
    throw new AwsError(
      'OperationNotPermitted',
      'You can’t publicly share this image because block public access for AMIs is enabled for this account and Region.',
    );
  }
  const published = [...region.images.values()].filter(
    (other) => other.ownerId === simulation.world.accountId && isPublic(other),
  );
  if (makesPublic && published.length >= simulation.limits.publicImages) {
    throw new AwsError(
      'ResourceLimitExceeded',
      `You have reached the quota of ${simulation.limits.publicImages} public AMIs in ${region.name}.`,
    );
  }
  if (new Set([...image.permissions, ...add].map((to) => JSON.stringify(to))).size > simulation.limits.shareTargets) {
    throw new AwsError(
      'ResourceLimitExceeded',
      `You have reached the quota of ${simulation.limits.shareTargets} entities that the AMI ${image.id} is shared with.`,
    );
  }
}
