import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { volumesOfInstance } from '../../aws/instance/volumes';
import { describeKey } from '../../aws/key/keys';
import { encryptionWarnings } from '../../core/image/encryption';
import type { ImageRequest } from '../../core/image/creation';
import type { Ec2Instance } from '../../core/model/ec2';

/**
 * Returns a warning about an image of an instance that would not be encrypted with the key that the policy of its stack
 * names for the region; none without such a key.
 */
export async function readEncryptionWarnings(
  { instance_id, region }: Pick<Ec2Instance, 'instance_id' | 'region'>,
  { stack, volumes = [] }: Pick<ImageRequest, 'stack' | 'volumes'>,
): Promise<string[]> {
  const key = stack === undefined ? undefined : (await getStackPolicy(stack)).encryption_keys[region];
  if (stack === undefined || key === undefined) return [];
  const [attached, facts] = [await volumesOfInstance(region, instance_id), await describeKey(region, key)];
  return encryptionWarnings({ instance_id, stack, volumes: attached }, volumes, { key, arn: facts?.arn });
}
