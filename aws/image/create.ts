import { CreateImageCommand, type BlockDeviceMapping } from '@aws-sdk/client-ec2';
import type { ImageVolume } from '../../core/image/volumes';
import { SpawnError } from '../../core/errors';
import { quotaRefusal } from '../../core/instance/quota-refusal';
import type { Tags } from '../../core/tags';
import { isAwsError, messageOf, unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { tagList } from '../client/ec2-filters';
import { withRetries } from '../client/pause';

export interface NewImage {
  region: string;
  instanceId: string;
  name: string;
  description: string;
  /** False lets EC2 reboot the instance for a consistent file system. */
  noReboot: boolean;
  /** Volumes that are left out, or whose deletion with an instance is set. */
  volumes?: readonly ImageVolume[];
  tags: Tags;
  snapshotTags: Tags;
}

// EC2 still refuses for some seconds after it reports an instance as stopped.
const settlingDelays = [2, 4, 8, 16];

/**
 * Starts an image of an instance with tags on image and snapshots, and returns its id. The call has no client token, so
 * the unique name identifies it: throws NameTaken for a name in use, and the caller checks whether that image is its
 * own. Throws InstanceLost when the instance is gone, QuotaExceeded, and WrongState for an unsuitable state of the
 * instance.
 */
export async function createImage(image: NewImage): Promise<string> {
  const mappings = (image.volumes ?? []).flatMap(mappingOf);
  const command = new CreateImageCommand({
    InstanceId: image.instanceId,
    Name: image.name,
    Description: image.description,
    NoReboot: image.noReboot,
    ...(mappings.length > 0 && { BlockDeviceMappings: mappings }),
    TagSpecifications: [
      { ResourceType: 'image', Tags: tagList(image.tags) },
      { ResourceType: 'snapshot', Tags: tagList(image.snapshotTags) },
    ],
  });
  try {
    const answer = await withRetries(settlingDelays, isSettling, () => ec2(image.region).send(command));
    if (!answer.ImageId) throw unexpectedAnswer('CreateImage', 'an image id');
    return answer.ImageId;
  } catch (error) {
    throw translated(error, image);
  }
}

function mappingOf({ device, exclude, delete_on_termination }: ImageVolume): BlockDeviceMapping[] {
  if (exclude) return [{ DeviceName: device, NoDevice: '' }];
  if (delete_on_termination === undefined) return [];
  return [{ DeviceName: device, Ebs: { DeleteOnTermination: delete_on_termination } }];
}

function isSettling(error: unknown): boolean {
  return (
    isAwsError(error, 'InvalidParameterValue', 'IncorrectState', 'IncorrectInstanceState') &&
    /not in (a valid )?state/i.test(messageOf(error))
  );
}

function translated(error: unknown, { name, instanceId, region }: NewImage): unknown {
  const overQuota = error instanceof Error ? quotaRefusal(error, region) : undefined;
  if (overQuota) return overQuota;
  if (isAwsError(error, 'InvalidAMIName.Duplicate')) {
    return new SpawnError('NameTaken', `an image named '${name}' already exists in ${region}: choose another name.`, {
      name,
      region,
    });
  }
  if (isAwsError(error, 'InvalidInstanceID.NotFound')) {
    return new SpawnError(
      'InstanceLost',
      `instance ${instanceId} no longer exists in ${region}, so no image can be created from it: start again with another instance.`,
      { instance_id: instanceId, region },
    );
  }
  if (isAwsError(error, 'IncorrectState', 'IncorrectInstanceState') || isSettling(error)) {
    return new SpawnError(
      'WrongState',
      `EC2 cannot create an image of ${instanceId} in its current state: ${messageOf(error)} Start or stop it, then retry.`,
      { instance_id: instanceId, region },
    );
  }
  return error;
}
