import type { Finding } from './finding';

/**
 * Who says no: the role's own policy (nothing there allows it), a deny, its permissions boundary, or the organization.
 */
export type Refusal = 'policy' | 'deny' | 'boundary' | 'organization';

export interface Refused {
  action: string;
  resource: string;
  by: Refusal;
}

const mends: Record<Refusal, string> = {
  policy:
    'its policy was changed since the deploy: deploy again (npx cdk deploy --all), after `aws cloudformation detect-stack-drift` has told what else was',
  deny: 'a policy denies it: find the Deny statement on the role and take it off',
  boundary: "the role's permissions boundary does not allow it: have the boundary widened",
  organization: 'a service control policy of the organization does not allow it: ask whoever manages those',
};

const most = 3;

/**
 * "Each function may do exactly what it does": a role that IAM's simulation refuses something has failed, and the first
 * refusals are named. `asked` counts what was asked. Policies of resources (a key's, a bucket's) are not part of the
 * simulation.
 */
export function judgePermissions(role: string, asked: number, refused: readonly Refused[]): Finding {
  if (refused.length === 0)
    return { check: 'permissions', subject: role, result: 'ok', seen: `all of ${asked} are allowed` };
  const named = refused
    .slice(0, most)
    .map(({ action, resource }) => (resource === '*' ? action : `${action} on ${resource}`));
  const more = refused.length > most ? ` and ${refused.length - most} more` : '';
  const mend = [...new Set(refused.map(({ by }) => mends[by]))].join('; ');
  return { check: 'permissions', subject: role, result: 'failed', seen: `refused: ${named.join(', ')}${more}`, mend };
}

/** The role itself is gone. */
export function missingRole(role: string): Finding {
  return {
    check: 'permissions',
    subject: role,
    result: 'failed',
    seen: 'the role is not there',
    mend: 'deploy again (npx cdk deploy --all)',
  };
}
