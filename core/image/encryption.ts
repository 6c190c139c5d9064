import type { Ec2Volume } from '../model/ec2';
import type { ImageVolume } from './volumes';

/**
 * Returns the warning about an image of an instance whose volumes are not encrypted with the key of its stack: "EC2
 * encrypts the snapshots of an image as the volumes of its instance". Volumes that are left out of the image do not
 * count. `key` is what the policy names, `arn` the ARN of the key itself where KMS tells it.
 */
export function encryptionWarnings(
  { instance_id, stack, volumes }: { instance_id: string; stack: string; volumes: readonly Ec2Volume[] },
  asked: readonly ImageVolume[],
  { key, arn = key }: { key: string; arn?: string },
): string[] {
  const excluded = asked.filter(({ exclude }) => exclude).map(({ device }) => device);
  const others = volumes.filter(
    ({ device, encrypted, kms_key_id }) => !excluded.includes(device) && !(encrypted && kms_key_id === arn),
  );
  if (others.length === 0) return [];
  const list = others.map(({ device, encrypted, kms_key_id: other }) =>
    encrypted ? `${device} (encrypted with ${other ?? 'another key'})` : `${device} (not encrypted)`,
  );
  return [
    `the image is not encrypted with ${key}, the key of ${stack}, because it inherits from the volumes of ${instance_id}: ${list.join(', ')}; build it from a recipe, or launch the instance from an image that has the key`,
  ];
}
