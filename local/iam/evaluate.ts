import type { ConditionContext, PolicyDocument, PolicyStatement } from '../types';
import { conditionHolds } from './conditions';
import { arnFits, fits, substitute } from './patterns';

export interface AuthorizationRequest {
  action: string;
  /** An ARN, or `*` for an action without a resource. */
  resource: string;
  context: ConditionContext;
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny';

/** One value or many, as policies and templates write it, as a list. */
export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

/**
 * Decides a request by identity policies: an explicit deny wins, then any allow, otherwise the request is denied implicitly.
 * Rules as in the IAM user guide, "Policy evaluation logic".
 */
export function decide(policies: readonly PolicyDocument[], request: AuthorizationRequest): Decision {
  const context = Object.fromEntries(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value]));
  let decision: Decision = 'implicit-deny';
  for (const policy of policies) {
    for (const statement of listOf(policy.Statement)) {
      if (!applies(statement, request, context)) continue;
      if (statement.Effect === 'Deny') return 'explicit-deny';
      decision = 'allowed';
    }
  }
  return decision;
}

function applies(statement: PolicyStatement, request: AuthorizationRequest, context: ConditionContext): boolean {
  const named = (actions: string | readonly string[] | undefined): boolean =>
    listOf(actions).some((action) => fits(action, request.action, true));
  const covered = (resources: string | readonly string[] | undefined): boolean =>
    listOf(resources).some((resource) => {
      const pattern = substitute(resource, context);
      return pattern !== undefined && (pattern === '*' || arnFits(pattern, request.resource));
    });
  if (statement.Action !== undefined ? !named(statement.Action) : named(statement.NotAction)) return false;
  if (statement.Resource !== undefined ? !covered(statement.Resource) : covered(statement.NotResource)) return false;
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => conditionHolds(operator, key, wanted, context)),
  );
}
