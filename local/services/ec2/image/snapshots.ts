import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll, ownedContext } from '../state/authorize';
import { requireShareableKeys } from '../state/encryption';
import { retainSnapshot } from './recycle-bin';
import { imageUsing } from '../state/own-image';
import { invalidValue, missingParameter, notSimulated } from '../state/faults';
import { has } from '../../../kernel/facts';
import { filtered, type FilterTable } from '../state/filters';
import type { Snapshot } from '../state/model';
import { pageOf } from '../state/pages';
import { isVisible, requireAll, requireOne, tagList, type Handler, type Request } from '../state/simulation';

const filters: FilterTable<Snapshot> = {
  'snapshot-id': ({ id }) => id,
  status: ({ state }) => state,
  'owner-id': ({ ownerId }) => ownerId,
  'volume-id': ({ volumeId }) => volumeId,
  'volume-size': ({ sizeGib }) => sizeGib,
  encrypted: ({ encrypted }) => encrypted,
  description: ({ description }) => description,
};

/** Own snapshots and those that the account may use. */
export const describeSnapshots: Handler = (request) => {
  const { simulation, region, input } = request;
  authorizeAll(request);
  const ids: string[] = input.SnapshotIds ?? [];
  const owners: string[] = input.OwnerIds ?? [];
  const account = simulation.world.accountId;
  const pool = ids.length > 0 ? requireAll(simulation, region.snapshots, 'snap-', ids) : [...region.snapshots.values()];
  const chosen = pool
    .filter((snapshot) => isVisible(simulation, snapshot))
    .filter(
      ({ ownerId, permissions }) =>
        ownerId === account || permissions.some((to) => 'Group' in to || to.UserId === account),
    )
    .filter(
      ({ ownerId }) => owners.length === 0 || owners.some((owner) => (owner === 'self' ? account : owner) === ownerId),
    );
  const { items, NextToken } = pageOf(filtered(region, chosen, input.Filters, filters), input);
  return () => ({ Snapshots: items.map((snapshot) => describedSnapshot(request, snapshot)), NextToken });
};

function describedSnapshot({ simulation, region }: Request, snapshot: Snapshot): Record<string, any> {
  return {
    SnapshotId: snapshot.id,
    VolumeId: snapshot.volumeId,
    VolumeSize: snapshot.sizeGib,
    State: snapshot.state,
    Progress: snapshot.state === 'completed' ? '100%' : '0%',
    StartTime: new Date(snapshot.createdAt),
    OwnerId: snapshot.ownerId,
    Encrypted: snapshot.encrypted,
    KmsKeyId: snapshot.keyArn,
    Description: snapshot.description,
    StorageTier: 'standard',
    FullSnapshotSizeInBytes: snapshot.state === 'completed' ? Math.round(snapshot.sizeGib * 0.3 * 2 ** 30) : undefined,
    Tags: snapshot.ownerId === simulation.world.accountId ? tagList(region, snapshot.id) : [],
  };
}

/** Deletes a snapshot that no image stands on. */
export const deleteSnapshot: Handler = (request) => {
  const snapshot = authorizedSnapshot(request);
  const image = imageUsing(request, snapshot.id);
  if (image && has(request.simulation.world, 'shared-snapshot-is-skipped'))
    throw new AwsError('InvalidSnapshot.InUse', `The snapshot ${snapshot.id} is currently in use by ${image.id}`);
  return () => {
    request.region.snapshots.delete(snapshot.id);
    if (!retainSnapshot(request, snapshot)) request.region.tags.delete(snapshot.id);
    return {};
  };
};

export const describeSnapshotAttribute: Handler = (request) => {
  const snapshot = authorizedSnapshot(request);
  const attribute: string = request.input.Attribute ?? '';
  if (attribute !== 'createVolumePermission') throw notSimulated(`DescribeSnapshotAttribute.Attribute '${attribute}'`);
  return () => ({ SnapshotId: snapshot.id, CreateVolumePermissions: snapshot.permissions });
};

/**
 * Gives or takes the permission to make volumes: accounts or everybody, never public when encrypted. A call adds or
 * removes, 500 at most (API reference, ModifySnapshotAttribute).
 */
export const modifySnapshotAttribute: Handler = (request) => {
  const { input } = request;
  const snapshot = authorizedSnapshot(request);
  const { add, remove } = changes(input);
  if (add.length + remove.length === 0) throw missingParameter('CreateVolumePermission');
  if (has(request.simulation.world, 'snapshots-know-no-organization')) requireNamed(add, remove);
  if (add.length > 0)
    requireShareableKeys(
      request.simulation,
      request.region.name,
      [snapshot.keyArn],
      add.some((to) => 'Group' in to),
    );
  if (add.some((to) => 'Group' in to) && request.region.publicAccess.snapshots !== 'unblocked') {
    throw new AwsError(
      'OperationNotPermitted',
      'You can’t publicly share this snapshot because block public access for snapshots is enabled for this account and Region.',
    );
  }
  return () => {
    const gone = new Set([...add, ...remove].map((permission) => JSON.stringify(permission)));
    snapshot.permissions = [
      ...snapshot.permissions.filter((permission) => !gone.has(JSON.stringify(permission))),
      ...add,
    ];
    return {};
  };
};

type Permission = Snapshot['permissions'][number];

function requireNamed(add: readonly Permission[], remove: readonly Permission[]): void {
  const all = [...add, ...remove];
  if (add.length > 0 && remove.length > 0)
    throw new AwsError('InvalidParameterCombination', 'Permissions are added or removed, not both in one call.');
  if (all.length > 500) throw invalidValue(`At most 500 permissions are changed in one call; these are ${all.length}.`);
  if (!all.every((to) => ('Group' in to ? to.Group === 'all' : /^\d{12}$/.test(to.UserId))))
    throw invalidValue('Snapshots are shared with accounts and with the group all.');
}

function changes(input: Record<string, any>): { add: Permission[]; remove: Permission[] } {
  const only = ({ UserId, Group }: Record<string, any>): Permission => (UserId === undefined ? { Group } : { UserId });
  if (input.CreateVolumePermission) {
    return {
      add: (input.CreateVolumePermission.Add ?? []).map(only),
      remove: (input.CreateVolumePermission.Remove ?? []).map(only),
    };
  }
  const named = [
    ...(input.UserIds ?? []).map((UserId: string) => ({ UserId })),
    ...(input.GroupNames ?? []).map((Group: string) => ({ Group })),
  ];
  return input.OperationType === 'remove' ? { add: [], remove: named } : { add: named, remove: [] };
}

function authorizedSnapshot(request: Request): Snapshot {
  const { call, simulation, region, input } = request;
  if (!input.SnapshotId) throw missingParameter('SnapshotId');
  const snapshot = requireOne(simulation, region.snapshots, 'snap-', input.SnapshotId);
  if (snapshot.ownerId !== simulation.world.accountId)
    throw new AwsError('AuthFailure', `Not authorized for snapshot: ${snapshot.id}`, 403);
  call.authorize(`ec2:${call.action}`, arnOf(request, 'snapshot', snapshot.id), ownedContext(request, snapshot));
  return snapshot;
}
