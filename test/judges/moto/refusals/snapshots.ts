import { nobodys, unknownFilter, type BadRequest } from './request';

export const snapshots: readonly BadRequest[] = [
  {
    name: 'describes a snapshot that nobody knows',
    action: 'DescribeSnapshots',
    input: { SnapshotIds: [nobodys.snapshot] },
    code: 'InvalidSnapshot.NotFound',
  },
  {
    name: 'describes snapshots by an unknown filter',
    action: 'DescribeSnapshots',
    input: { Filters: unknownFilter },
    code: 'InvalidParameterValue',
    moto: { says: 'FilterNotImplementedError', though: 'It says that it lacks the filter.' },
  },
  {
    name: 'deletes a snapshot that nobody knows',
    action: 'DeleteSnapshot',
    input: { SnapshotId: nobodys.snapshot },
    code: 'InvalidSnapshot.NotFound',
  },
  {
    name: 'deletes a snapshot that an image uses',
    action: 'DeleteSnapshot',
    input: { SnapshotId: '$snapshot' },
    code: 'InvalidSnapshot.InUse',
  },
  {
    name: 'reads who may use a snapshot that nobody knows',
    action: 'DescribeSnapshotAttribute',
    input: { SnapshotId: nobodys.snapshot, Attribute: 'createVolumePermission' },
    code: 'InvalidSnapshot.NotFound',
  },
  {
    name: 'shares a snapshot that nobody knows',
    action: 'ModifySnapshotAttribute',
    input: {
      SnapshotId: nobodys.snapshot,
      Attribute: 'createVolumePermission',
      OperationType: 'add',
      UserIds: ['345678901234'],
    },
    code: 'InvalidSnapshot.NotFound',
  },
  {
    name: 'describes a volume that nobody knows',
    action: 'DescribeVolumes',
    input: { VolumeIds: ['vol-0123456789abcdef0'] },
    code: 'InvalidVolume.NotFound',
  },
  {
    name: 'describes volumes by an unknown filter',
    action: 'DescribeVolumes',
    input: { Filters: unknownFilter },
    code: 'InvalidParameterValue',
    moto: { says: 'FilterNotImplementedError', though: 'It says that it lacks the filter.' },
  },
];
