import { environment } from '../../aws/client/environment';
import { describeImage } from '../../aws/image/describe';
import { knownOwners } from '../../core/model/base';
import { SpawnError } from '../../core/errors';

/**
 * Returns the root device of an image if its volume gets another size or an initialization rate; undefined otherwise.
 * Throws InvalidRequest when the image does not fit into the size.
 */
export async function rootDeviceOf(
  amiId: string,
  region: string,
  volumeSizeGb: number | undefined,
  rate: number | undefined,
): Promise<string | undefined> {
  if (volumeSizeGb === undefined && rate === undefined) return undefined;
  const image = await describeImage(region, amiId, knownOwners(environment().settings.base_owners));
  const root = image?.block_devices.find(({ device }) => device === image.root_device);
  if (!root)
    throw new SpawnError(
      'ImageNotFound',
      `EC2 does not describe the root volume of ${amiId} in ${region}: leave out the size and the rate of the volume.`,
      { ami_id: amiId },
    );
  if (volumeSizeGb !== undefined && root.size_gb > volumeSizeGb) {
    throw new SpawnError(
      'InvalidRequest',
      `the volume would have ${volumeSizeGb} GB, but ${amiId} requires ${root.size_gb}: use at least that size.`,
      { volume_size_gb: volumeSizeGb },
    );
  }
  return root.device;
}
