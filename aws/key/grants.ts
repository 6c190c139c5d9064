import { CreateGrantCommand, ListGrantsCommand, RevokeGrantCommand, type GrantOperation } from '@aws-sdk/client-kms';
import { accountPrincipal } from '../../core/sharing/keys';
import { isAwsError } from '../client/errors';
import { kms } from '../client/clients';
import { everyPage } from '../client/pages';

/** A KMS grant of ours: the key, the account that may use it, and the name by which a retry finds it. */
export interface KeyGrant {
  region: string;
  keyArn: string;
  account: string;
  name: string;
}

/**
 * Grants an account the use of a key. A retry gets the existing grant (API reference, CreateGrant). Returns false when
 * the key's policy denies it to this function.
 */
export async function grantKey(
  { region, keyArn, account, name }: KeyGrant,
  operations: readonly GrantOperation[],
): Promise<boolean> {
  try {
    await kms(region).send(
      new CreateGrantCommand({
        KeyId: keyArn,
        GranteePrincipal: accountPrincipal(account, keyArn),
        Operations: [...operations],
        Name: name,
      }),
    );
    return true;
  } catch (error) {
    if (isAwsError(error, 'AccessDeniedException')) return false;
    throw error;
  }
}

/** Revokes a grant. A grant that does not exist, or that the key's policy hides, is no error. */
export async function revokeKeyGrant({ region, keyArn, account, name }: KeyGrant): Promise<void> {
  try {
    const grants = await everyPage('ListGrants', async (marker) => {
      const answer = await kms(region).send(
        new ListGrantsCommand({
          KeyId: keyArn,
          GranteePrincipal: accountPrincipal(account, keyArn),
          ...(marker && { Marker: marker }),
        }),
      );
      return { items: answer.Grants, next: answer.NextMarker };
    });
    for (const { GrantId, Name } of grants)
      if (Name === name && GrantId) await kms(region).send(new RevokeGrantCommand({ KeyId: keyArn, GrantId }));
  } catch (error) {
    if (!isAwsError(error, 'AccessDeniedException', 'NotFoundException')) throw error;
  }
}
