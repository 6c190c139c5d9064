import type { ShareTarget } from '../model/image';

/** Operations on the key that an account needs to launch or copy an encrypted image (EBS user guide, sharing a key). */
export const sharedKeyOperations = [
  'Decrypt',
  'DescribeKey',
  'CreateGrant',
  'ReEncryptFrom',
  'GenerateDataKeyWithoutPlaintext',
] as const;

/** Targets that need a key, which only the key's own policy can allow. */
export interface KeyNeed {
  key_arn: string;
  targets: ShareTarget[];
}

/**
 * Returns the name of the grant by which an account uses the key of a shared image: one for each image, so that it
 * ends with that share.
 */
export function keyGrantName(amiId: string, account: string): string {
  return `image-share/${amiId}/${account}`;
}

/** Returns the principal of a whole account, in the partition of the key. */
export function accountPrincipal(account: string, keyArn: string): string {
  const [, partition = ''] = keyArn.split(':');
  return `arn:${partition}:iam::${account}:root`;
}

/**
 * Returns what the owners of keys must add to their policies, a sentence for each key: an image is useless without
 * access to its key.
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
      `launching it requires access to its key, which this deployment cannot grant: the policy of ${key} must allow ${[...who].join(', ')} the actions ${actions}`,
  );
}

function principalOf({ kind, id }: ShareTarget, keyArn: string): string {
  return kind === 'account'
    ? accountPrincipal(id, keyArn)
    : `everybody of ${id} (aws:PrincipalOrgID or aws:PrincipalOrgPaths)`;
}
