import { AwsError } from '../types';
import type { Simulation } from './simulation';

/** A key as EC2 sees it: its ARN, and who manages it. */
export interface EncryptionKey {
  arn: string;
  manager: 'AWS' | 'CUSTOMER';
}

/** AWS's own key, with which EC2 encrypts what names no other. */
export const defaultKey = 'alias/aws/ebs';

/** A key of a region by id, ARN or alias; undefined when KMS has none. Without a simulated KMS there is AWS's own key only. */
export function encryptionKey({ options, world }: Simulation, region: string, name: string): EncryptionKey | undefined {
  if (options.encryptionKey) return options.encryptionKey(region, name);
  return name === defaultKey ? { arn: `arn:aws:kms:${region}:${world.accountId}:key/aws-ebs`, manager: 'AWS' } : undefined;
}

/** Throws EC2's errors for what an encrypted snapshot does not allow: AWS's own key is never shared, and nothing encrypted is public. */
export function requireShareableKeys(simulation: Simulation, region: string, keys: readonly (string | undefined)[], isForAll: boolean): void {
  const encrypted = keys.filter((key) => key !== undefined);
  if (encrypted.some((key) => encryptionKey(simulation, region, key)?.manager !== 'CUSTOMER')) {
    throw new AwsError('InvalidParameter', "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot.");
  }
  if (isForAll && encrypted.length > 0) throw new AwsError('InvalidParameter', 'Encrypted snapshots cannot be shared publicly.');
}
