import { accountOf } from '../../kernel/accounts';
import type { AccessKeys } from '../iam/access-keys';
import { principalArn } from '../iam/authorize';
import { decideByResource } from '../iam/resource-policy';
import type { Roles } from '../iam/roles';
import { createService } from '../../kernel/service';
import type { OperationService } from '../../kernel/service';
import type { World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

export interface StsParts {
  keys: AccessKeys;
  /** The roles of an account; undefined when nothing is known of it. */
  rolesOf(account: string): Roles | undefined;
}

/**
 * Creates STS: the identity of a caller, and sessions of roles, for which the caller needs the permission of IAM and
 * the trust of the role.
 */
export function createSts(world: World, { keys, rolesOf }: StsParts): OperationService {
  let sessions = 0;
  const service = createService('sts', {
    GetCallerIdentity: {
      parameters: [],
      run: ({ principal }) => ({
        UserId: principal.arn.split('/').pop(),
        Account: accountOf(principal),
        Arn: principal.arn,
      }),
    },
    AssumeRole: {
      parameters: ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'],
      run(call) {
        const {
          RoleArn: arn,
          RoleSessionName: session,
          ExternalId: externalId,
          DurationSeconds: seconds = 3600,
        } = call.input;
        const [, account = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
        const context = { 'sts:ExternalId': externalId, 'sts:RoleSessionName': session };
        call.authorize('sts:AssumeRole', arn, context);
        const roles = rolesOf(account);
        const trust = roles?.find(name)?.trust;
        const asker = {
          ...context,
          'aws:PrincipalArn': principalArn(call.principal.arn),
          'aws:PrincipalAccount': accountOf(call.principal),
        };
        if (
          !roles ||
          !trust ||
          decideByResource(trust, { aws: call.principal.arn }, 'sts:AssumeRole', '*', asker) !== 'allowed'
        ) {
          throw new AwsError(
            'AccessDenied',
            `User: ${call.principal.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
            403,
          );
        }
        const principal = roles.session(name, session);
        const expiresAt = world.clock.now() + seconds * 1000;
        const { accessKeyId, secretAccessKey, sessionToken } = keys.issue(
          principal,
          `${principal.arn}/${++sessions}`,
          true,
          expiresAt,
        );
        return {
          Credentials: {
            AccessKeyId: accessKeyId,
            SecretAccessKey: secretAccessKey,
            SessionToken: sessionToken,
            Expiration: new Date(expiresAt),
          },
          AssumedRoleUser: { AssumedRoleId: `AROA${name}:${session}`, Arn: principal.arn },
        };
      },
    },
  });
  return { ...service, inAllAccounts: true };
}
