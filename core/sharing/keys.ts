import type { ShareTarget } from '../model/image';

/**
 * What an account needs of the key of an encrypted image that it launches or copies (EBS user guide, sharing a KMS
 * key).
 */
export const sharedKeyOperations = [
  'Decrypt',
  'DescribeKey',
  'CreateGrant',
  'ReEncryptFrom',
  'GenerateDataKeyWithoutPlaintext',
] as const;

/** Who may use a key, and which key: what only the key's own policy can allow. */
export interface KeyNeed {
  key_arn: string;
  targets: ShareTarget[];
}

/**
 * The name of the grant by which an account uses the key of a shared image: one for each image, so that each ends with
 * its own share.
 */
export function keyGrantName(amiId: string, account: string): string {
  return `image-share/${amiId}/${account}`;
}

/** The principal that stands for a whole account, in the partition of the key that it may use. */
export function accountPrincipal(account: string, keyArn: string): string {
  const [, partition = ''] = keyArn.split(':');
  return `arn:${partition}:iam::${account}:root`;
}

/**
 * What the owners of keys must add to their policies, since an image is of no use to who may not use its key; a
 * sentence for each key.
 */
export function keyWarnings(needs: readonly KeyNeed[]): string[] {
  const keys = new Map<string, Set<string>>();
  for (const { key_arn, targets } of needs) {
    const who = keys.get(key_arn) ?? new Set();
    for (const target of targets) who.add(principalOf(target, key_arn));
    if (who.size > 0) keys.set(key_arn, who);
  }
  const actions = sharedKeyOperations.map((operation) => `kms:${operation}`).join(', ');
  return [...keys].map(
    ([key, who]) =>
      `whoever launches it needs its key too, which this deployment may not give: the policy of ${key} must allow ${[...who].join(', ')} the actions ${actions}`,
  );
}

function principalOf({ kind, id }: ShareTarget, keyArn: string): string {
  return kind === 'account'
    ? accountPrincipal(id, keyArn)
    : `everybody of ${id} (aws:PrincipalOrgID or aws:PrincipalOrgPaths)`;
}
