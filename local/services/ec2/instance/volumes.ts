import { authorizeAll } from '../state/authorize';
import { defaultKey, encryptionKey } from '../state/encryption';
import { filtered } from '../state/filters';
import type { VolumeMapping } from '../state/model';
import { pageOf } from '../state/pages';
import { isVisible, requireAll, tagList, type Handler, type Request } from '../state/simulation';

const keyOf = ({ simulation, region }: Request, { keyArn }: VolumeMapping): string | undefined =>
  keyArn ?? encryptionKey(simulation, region.name, defaultKey)?.arn;

/** The volumes of instances; nothing else makes volumes here. */
export const describeVolumes: Handler = (request) => {
  const { simulation, region, input } = request;
  authorizeAll(request);
  const ids: string[] = input.VolumeIds ?? [];
  const pool =
    ids.length > 0
      ? requireAll(simulation, region.volumes, 'vol-', ids)
      : [...region.volumes.values()].filter((volume) => isVisible(simulation, volume));
  const attached = (instanceId: string): boolean => region.instances.get(instanceId)?.terminatedAt === undefined;
  const chosen = filtered(region, pool, input.Filters, {
    'volume-id': ({ id }) => id,
    'attachment.instance-id': ({ instanceId }) => (attached(instanceId) ? instanceId : undefined),
    'availability-zone': ({ availabilityZone }) => availabilityZone,
    encrypted: ({ mapping }) => mapping.encrypted,
    size: ({ mapping }) => mapping.sizeGib,
    'snapshot-id': ({ mapping }) => mapping.snapshotId,
    status: ({ instanceId }) => (attached(instanceId) ? 'in-use' : 'available'),
    'volume-type': ({ mapping }) => mapping.volumeType,
  });
  const { items, NextToken } = pageOf(chosen, input);
  return () => ({
    Volumes: items.map(({ id, instanceId, mapping, availabilityZone, createdAt }) => ({
      VolumeId: id,
      Size: mapping.sizeGib,
      VolumeType: mapping.volumeType,
      Iops: mapping.iops,
      VolumeInitializationRate: mapping.initializationRate,
      Throughput: mapping.throughput,
      Encrypted: mapping.encrypted,
      KmsKeyId: mapping.encrypted ? keyOf(request, mapping) : undefined,
      SnapshotId: mapping.snapshotId ?? '',
      AvailabilityZone: availabilityZone,
      CreateTime: new Date(createdAt),
      State: attached(instanceId) ? 'in-use' : 'available',
      Attachments: attached(instanceId)
        ? [
            {
              InstanceId: instanceId,
              VolumeId: id,
              Device: mapping.deviceName,
              State: 'attached',
              DeleteOnTermination: mapping.deleteOnTermination,
              AttachTime: new Date(createdAt),
            },
          ]
        : [],
      Tags: tagList(region, id),
    })),
    NextToken,
  });
};
