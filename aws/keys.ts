import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { isAwsError } from './aws-errors';
import { kms } from './clients';

/** Who manages a key, AWS itself or a customer; `unknown` when the key's policy does not let this function see it. */
export async function keyManager(region: string, keyArn: string): Promise<'AWS' | 'CUSTOMER' | 'unknown'> {
  try {
    const { KeyMetadata } = await kms(region).send(new DescribeKeyCommand({ KeyId: keyArn }));
    return KeyMetadata?.KeyManager ?? 'unknown';
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException', 'NotFoundException')) return 'unknown';
    throw error;
  }
}
