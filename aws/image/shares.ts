import {
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  GetImageBlockPublicAccessStateCommand,
  GetSnapshotBlockPublicAccessStateCommand,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  type LaunchPermission,
} from '@aws-sdk/client-ec2';
import type { ShareTarget } from '../../core/model/image';
import { unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { everyPage, piecesOf } from '../client/pages';

// EC2's limit of accounts in one ModifySnapshotAttribute (API reference). Each call either adds or removes.
const targetsPerCall = 500;

/** Returns the launch permissions of an image of this account. */
export async function launchPermissions(region: string, imageId: string): Promise<ShareTarget[]> {
  const answer = await ec2(region).send(
    new DescribeImageAttributeCommand({ ImageId: imageId, Attribute: 'launchPermission' }),
  );
  return (answer.LaunchPermissions ?? []).map(targetOf);
}

/** Adds and removes launch permissions of an image. Permissions that exist already, or do not exist, are no error. */
export async function changeLaunchPermissions(
  region: string,
  imageId: string,
  { add, remove }: { add: readonly ShareTarget[]; remove: readonly ShareTarget[] },
): Promise<void> {
  const changes = [
    ...piecesOf(add, targetsPerCall).map((some) => ({ Add: some.map(permissionOf) })),
    ...piecesOf(remove, targetsPerCall).map((some) => ({ Remove: some.map(permissionOf) })),
  ];
  for (const LaunchPermission of changes)
    await ec2(region).send(new ModifyImageAttributeCommand({ ImageId: imageId, LaunchPermission }));
}

/** Adds and removes permissions to create volumes of a snapshot. Only accounts and everybody can have them. */
export async function changeVolumePermissions(
  region: string,
  snapshotId: string,
  { add, remove }: { add: readonly ShareTarget[]; remove: readonly ShareTarget[] },
): Promise<void> {
  const named = (some: readonly ShareTarget[]) =>
    some.map(({ kind, id }) => (kind === 'public' ? { Group: 'all' as const } : { UserId: id }));
  const changes = [
    ...piecesOf(add, targetsPerCall).map((some) => ({ Add: named(some) })),
    ...piecesOf(remove, targetsPerCall).map((some) => ({ Remove: named(some) })),
  ];
  for (const CreateVolumePermission of changes)
    await ec2(region).send(
      new ModifySnapshotAttributeCommand({
        SnapshotId: snapshotId,
        Attribute: 'createVolumePermission',
        CreateVolumePermission,
      }),
    );
}

/** Returns whether the account blocks new public images in a region. Throws UnexpectedAnswer when EC2 does not say. */
export async function blocksPublicImages(region: string): Promise<boolean> {
  const { ImageBlockPublicAccessState: state } = await ec2(region).send(new GetImageBlockPublicAccessStateCommand({}));
  if (state === undefined) throw unexpectedAnswer('GetImageBlockPublicAccessState', 'a state');
  return state !== 'unblocked';
}

/**
 * Returns whether the account blocks public snapshots in a region, all or new ones. Throws UnexpectedAnswer when EC2
 * does not say.
 */
export async function blocksPublicSnapshots(region: string): Promise<boolean> {
  const { State: state } = await ec2(region).send(new GetSnapshotBlockPublicAccessStateCommand({}));
  if (state === undefined) throw unexpectedAnswer('GetSnapshotBlockPublicAccessState', 'a state');
  return state !== 'unblocked';
}

/** Returns the ids of this account's public images in a region. */
export async function publicImages(region: string): Promise<string[]> {
  const images = await everyPage('DescribeImages', async (token) => {
    const answer = await ec2(region).send(
      new DescribeImagesCommand({
        Owners: ['self'],
        ExecutableUsers: ['all'],
        MaxResults: 1000,
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.Images, next: answer.NextToken };
  });
  return images.flatMap(({ ImageId }) => ImageId ?? []);
}

function permissionOf({ kind, id }: ShareTarget): LaunchPermission {
  if (kind === 'account') return { UserId: id };
  if (kind === 'organization') return { OrganizationArn: id };
  return kind === 'organizational-unit' ? { OrganizationalUnitArn: id } : { Group: 'all' };
}

function targetOf({ UserId, Group, OrganizationArn, OrganizationalUnitArn }: LaunchPermission): ShareTarget {
  if (UserId !== undefined) return { kind: 'account', id: UserId };
  if (OrganizationArn !== undefined) return { kind: 'organization', id: OrganizationArn };
  if (OrganizationalUnitArn !== undefined) return { kind: 'organizational-unit', id: OrganizationalUnitArn };
  return { kind: 'public', id: Group ?? 'all' };
}
