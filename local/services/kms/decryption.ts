import { principalArn } from '../iam/authorize';
import { decideByResource } from '../iam/resource-policy';
import type { Call } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import type { KeyRing } from './keys';

/**
 * Lets a service decrypt, in the name of its caller, what is encrypted with a key; a key that AWS manages is open to
 * the whole account.
 */
export type Decrypt = (call: Call, keyName: string, refusal: string) => void;

/**
 * Throws AwsError `AccessDeniedException`, in the service's own words, unless IAM and the key's policy let the caller
 * decrypt through that service (`kms:ViaService`; KMS developer guide, "kms:ViaService").
 */
export function decryptVia(service: string, ring: KeyRing): Decrypt {
  return (call, keyName, refusal) => {
    const key = ring.find(call.region, keyName);
    if (key?.manager === 'AWS' || keyName.startsWith('alias/aws/')) return;
    const denied = new AwsError('AccessDeniedException', refusal);
    if (!key?.enabled) throw denied;
    const context = { 'kms:ViaService': `${service}.${call.region}.amazonaws.com` };
    try {
      call.authorize('kms:Decrypt', key.arn, context);
    } catch (error) {
      throw error instanceof AwsError ? denied : error;
    }
    if (
      decideByResource(key.policy, { aws: principalArn(call.principal.arn) }, 'kms:Decrypt', key.arn, context) !==
      'allowed'
    )
      throw denied;
  };
}
