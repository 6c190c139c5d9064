import { CopyImageCommand } from '@aws-sdk/client-ec2';
import { namesKey } from '../../core/replication/keys';
import { SpawnError } from '../../core/errors';
import { nameOfLocation, partsOfLocation, locationOf } from '../../core/model/location';
import { quotaRefusal } from '../../core/instance/quota-refusal';
import type { Tags } from '../../core/tags';
import { isAwsError, messageOf, unexpectedAnswer } from '../client/errors';
import { ec2 } from '../client/clients';
import { tagList } from '../client/ec2-filters';

export interface ImageCopy {
  sourceRegion: string;
  sourceImageId: string;
  /** Region of the copy, where EC2 requires the call. */
  region: string;
  /** Member account that makes and owns the copy, unless it is the home account. */
  account?: string;
  name: string;
  description: string;
  /** At most 64 characters. The same token returns the same copy. */
  clientToken: string;
  /** Tags of the copy and its snapshots. The tags of the source are not copied, because some must never be. */
  tags: Tags;
  /**
   * ARN of a key in that region for the copy. Without a key, the copy of an encrypted image uses EC2's default key
   * there.
   */
  kmsKey?: string;
  /** A multiple of 15 from 15 to 2880, which EC2 charges by GiB. Without it, EC2 copies without a time limit. */
  completeWithinMinutes?: number;
}

/**
 * Starts a copy of an image to another region or account and returns the copy's id. Throws CopyQuotaExceeded at the
 * quota of concurrent snapshot copies or of the throughput of time-based copies, KeyNotReady when EC2 cannot use a key
 * (yet), QuotaExceeded at another quota, NameTaken for a name in use, and ImageNotFound when the source is gone.
 */
export async function copyImage(copy: ImageCopy): Promise<string> {
  const tags = tagList(copy.tags);
  try {
    const answer = await ec2(locationOf(copy)).send(
      new CopyImageCommand({
        SourceRegion: copy.sourceRegion,
        SourceImageId: copy.sourceImageId,
        Name: copy.name,
        Description: copy.description,
        ClientToken: copy.clientToken,
        SnapshotCopyCompletionDurationMinutes: copy.completeWithinMinutes,
        ...(copy.kmsKey && { Encrypted: true, KmsKeyId: copy.kmsKey }),
        TagSpecifications: [
          { ResourceType: 'image', Tags: tags },
          { ResourceType: 'snapshot', Tags: tags },
        ],
      }),
    );
    if (!answer.ImageId) throw unexpectedAnswer('CopyImage', 'an image id');
    return answer.ImageId;
  } catch (error) {
    throw translated(error, copy);
  }
}

function translated(error: unknown, copy: ImageCopy): unknown {
  const { name, sourceImageId, sourceRegion } = copy;
  const where = nameOfLocation(locationOf(copy));
  const location = partsOfLocation(locationOf(copy));
  // EC2 documents this refusal without its error code.
  if (copy.completeWithinMinutes !== undefined && error instanceof Error && /throughput/i.test(error.message)) {
    return new SpawnError(
      'CopyQuotaExceeded',
      `no throughput is left for time-based copies from ${sourceRegion} to ${where}: ${messageOf(error)} Retry when other copies are complete, omit the duration, or raise the quota L-E137849C of EBS in Service Quotas.`,
      location,
    );
  }
  // The same code stands for the quota of AMIs, which waiting does not give back. The text for copies is that of
  // aws-samples/copy-encrypted-ami#3.
  if (isAwsError(error, 'ResourceLimitExceeded') && /snapshot copies/i.test(messageOf(error))) {
    return new SpawnError(
      'CopyQuotaExceeded',
      `${where} has reached its quota of concurrent snapshot copies: ${messageOf(error)} Retry later, or raise the quota.`,
      location,
    );
  }
  const overQuota = error instanceof Error ? quotaRefusal(error, where) : undefined;
  if (overQuota) return overQuota;
  if (isAwsError(error, 'InvalidAMIName.Duplicate')) {
    return new SpawnError('NameTaken', `an image named '${name}' already exists in ${where}: choose another name.`, {
      name,
      ...location,
    });
  }
  if (isAwsError(error, 'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable')) {
    return new SpawnError(
      'ImageNotFound',
      `image ${sourceImageId} cannot be copied from ${sourceRegion}: ${messageOf(error)}`,
      { ami_id: sourceImageId, region: sourceRegion },
    );
  }
  if (error instanceof Error && (namesKey(error.name) || namesKey(error.message))) {
    const why = `${sourceImageId} cannot be copied from ${sourceRegion} to ${where}: ${messageOf(error)}`;
    return new SpawnError('KeyNotReady', why, location);
  }
  return error;
}
