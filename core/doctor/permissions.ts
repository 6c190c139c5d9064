import type { Finding } from './finding';

/** What refuses a call: the role's own policy (nothing allows it), a Deny, its boundary, or the organization. */
export type Refusal = 'policy' | 'deny' | 'boundary' | 'organization';

export interface Refused {
  action: string;
  resource: string;
  by: Refusal;
}

const mends: Record<Refusal, string> = {
  policy:
    'its policy was changed after the deployment: find other changes with `aws cloudformation detect-stack-drift`, then deploy again (npx cdk deploy --all)',
  deny: 'a policy denies it: find the Deny statement on the role and remove it',
  boundary: "the role's permissions boundary does not allow it: have the boundary widened",
  organization:
    'a service control policy of the organization does not allow it: ask the administrators of the organization',
};

const most = 3;

/**
 * Judges a role by IAM's simulation: "Each function may do exactly what it does". A refusal has failed, and the first
 * ones are named. `asked` is the number of simulated permissions. Policies of resources (a key's, a bucket's) are not
 * part of the simulation.
 */
export function judgePermissions(role: string, asked: number, refused: readonly Refused[]): Finding {
  if (refused.length === 0)
    return { check: 'permissions', subject: role, result: 'ok', seen: `all ${asked} permissions are allowed` };
  const named = refused
    .slice(0, most)
    .map(({ action, resource }) => (resource === '*' ? action : `${action} on ${resource}`));
  const more = refused.length > most ? ` and ${refused.length - most} more` : '';
  const mend = [...new Set(refused.map(({ by }) => mends[by]))].join('; ');
  return { check: 'permissions', subject: role, result: 'failed', seen: `refused: ${named.join(', ')}${more}`, mend };
}

/** Returns the finding for a role that does not exist. */
export function missingRole(role: string): Finding {
  return {
    check: 'permissions',
    subject: role,
    result: 'failed',
    seen: 'the role does not exist',
    mend: 'deploy again (npx cdk deploy --all)',
  };
}
