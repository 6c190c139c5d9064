import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { KeyFacts } from '../../core/replication/keys';
import type { Location } from '../../core/model/location';
import { isAwsError } from '../client/errors';
import { kms } from '../client/clients';

/**
 * Returns KMS's description of a key; undefined when there is none, or when the key's policy hides it from this
 * function.
 */
export async function describeKey(location: Location, keyArn: string): Promise<KeyFacts | undefined> {
  try {
    const { KeyMetadata: key } = await kms(location).send(new DescribeKeyCommand({ KeyId: keyArn }));
    return (
      key && {
        arn: key.Arn ?? keyArn,
        manager: key.KeyManager ?? 'unknown',
        enabled: key.KeyState === 'Enabled',
        encrypts: key.KeySpec === 'SYMMETRIC_DEFAULT' && key.KeyUsage === 'ENCRYPT_DECRYPT',
      }
    );
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException', 'NotFoundException')) return undefined;
    throw error;
  }
}
