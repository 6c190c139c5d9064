import { grantKey, revokeKeyGrant } from '../../aws/key/grants';
import type { Image, ShareTarget } from '../../core/model/image';
import { keyGrantName, sharedKeyOperations, type KeyNeed } from '../../core/sharing/keys';
import { snapshotKeys } from './snapshot-keys';

/** Returns the keys of an image's encrypted snapshots, each once. */
async function keysOf(image: Image): Promise<string[]> {
  return [...new Set((await snapshotKeys(image)).flatMap(({ key_arn }) => key_arn ?? []))];
}

const accountsOf = (targets: readonly ShareTarget[]): string[] =>
  targets.filter(({ kind }) => kind === 'account').map(({ id }) => id);

/**
 * Grants accounts the use of an image's keys. Returns what only the key policy can allow: keys that refuse grants,
 * organizations and units.
 */
export async function giveKeys(image: Image, targets: readonly ShareTarget[]): Promise<KeyNeed[]> {
  if (targets.length === 0) return [];
  const needs: KeyNeed[] = [];
  for (const keyArn of await keysOf(image)) {
    const refused = targets.filter(({ kind }) => kind !== 'account');
    for (const account of accountsOf(targets)) {
      const given = await grantKey(
        { region: image.region, keyArn, account, name: keyGrantName(image.ami_id, account) },
        sharedKeyOperations,
      );
      if (!given) refused.push({ kind: 'account', id: account });
    }
    if (refused.length > 0) needs.push({ key_arn: keyArn, targets: refused });
  }
  return needs;
}

/** Revokes the grants of `giveKeys`. */
export async function takeKeys(image: Image, targets: readonly ShareTarget[]): Promise<void> {
  const accounts = accountsOf(targets);
  if (accounts.length === 0) return;
  for (const keyArn of await keysOf(image)) {
    for (const account of accounts)
      await revokeKeyGrant({ region: image.region, keyArn, account, name: keyGrantName(image.ami_id, account) });
  }
}
