import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { SpawnError } from '../../core/errors';
import { accountOfArn, locationsIn, type MemberLocation } from '../../core/model/location';
import { isAwsError, unexpectedAnswer } from './errors';
import { sts, useMemberCredentials, type MemberCredentials } from './clients';
import { environment } from './environment';

/** Returns the ids of the member accounts. */
export function memberAccounts(): string[] {
  return environment().memberRoles.map(accountOfArn);
}

/** Returns every region of the deployment in every member account. */
export function memberLocations(): MemberLocation[] {
  return locationsIn(memberAccounts(), environment().regions);
}

/**
 * Lets this function call EC2 and KMS in member accounts with this deployment's role. Functions that do not call it
 * have neither the permission nor the code.
 */
export function actInMembers(): void {
  useMemberCredentials((account) => () => credentialsIn(account));
}

/** Assumes the role of a member account and returns its credentials. Throws AccountNotReachable with what to deploy. */
export async function credentialsIn(account: string): Promise<MemberCredentials> {
  const { deployment, stage, memberRoles } = environment();
  const role = memberRoles.find((arn) => accountOfArn(arn) === account);
  const unreachable = (why: string) =>
    new SpawnError('AccountNotReachable', `account ${account} cannot be reached: ${why}`, { account });
  if (role === undefined)
    throw unreachable('it is not in member_accounts of the settings of this deployment; add it there and deploy.');
  try {
    const { Credentials: given } = await sts().send(
      new AssumeRoleCommand({ RoleArn: role, RoleSessionName: deployment, ExternalId: deployment }),
    );
    if (!given?.AccessKeyId || !given.SecretAccessKey) throw unexpectedAnswer('AssumeRole', 'credentials');
    return {
      accessKeyId: given.AccessKeyId,
      secretAccessKey: given.SecretAccessKey,
      sessionToken: given.SessionToken,
      expiration: given.Expiration,
    };
  } catch (error) {
    if (!isAwsError(error, 'AccessDenied', 'AccessDeniedException')) throw error;
    throw unreachable(
      `its role ${role} does not exist or does not trust this deployment; deploy the stack spawn-${stage}-member-${account} there.`,
    );
  }
}
