import { CreateGrantCommand, ListGrantsCommand, RevokeGrantCommand, type GrantOperation } from '@aws-sdk/client-kms';
import { accountPrincipal } from '../../core/sharing/keys';
import { isAwsError } from '../client/errors';
import { kms } from '../client/clients';
import { everyPage } from '../client/pages';

/** A grant of ours: the key, whom it lets use it, and its name, by which a repetition finds it. */
export interface KeyGrant {
  region: string;
  keyArn: string;
  account: string;
  name: string;
}

/**
 * Lets an account use a key; asked again, KMS answers with the grant that is there (API reference, CreateGrant). False
 * when the key's policy does not let this function.
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

/**
 * Takes a grant back; one that is not there, or that the key's policy does not show, is no error: there the policy
 * alone decides.
 */
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
