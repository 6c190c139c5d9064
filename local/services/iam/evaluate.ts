import type { ConditionContext, PolicyDocument, PolicyStatement } from '../../kernel/types';
import { conditionHolds } from './conditions';
import { arnFits, fits, substitute } from './patterns';

export interface AuthorizationRequest {
  action: string;
  /** An ARN, or `*` for an action without a resource. */
  resource: string;
  context: ConditionContext;
}

export type Decision = 'allowed' | 'explicit-deny' | 'implicit-deny';

/** Returns one value or many, as policies and templates write it, as a list. */
export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];

const byAction = new WeakMap<PolicyDocument, Map<string, PolicyStatement[]>>();

/**
 * The statements of a policy that speak of an action. Policies do not change once they are in use, so this is found out
 * once.
 */
function statementsFor(policy: PolicyDocument, action: string): PolicyStatement[] {
  let known = byAction.get(policy);
  if (!known) byAction.set(policy, (known = new Map()));
  let found = known.get(action);
  if (!found) known.set(action, (found = listOf(policy.Statement).filter((statement) => speaksOf(statement, action))));
  return found;
}

function speaksOf(statement: PolicyStatement, action: string): boolean {
  const named = listOf(statement.Action ?? statement.NotAction).some((pattern) => fits(pattern, action, true));
  return statement.Action !== undefined ? named : !named;
}

/**
 * Decides a request by identity policies: an explicit deny wins, then any allow, otherwise the request is denied
 * implicitly. Rules as in the IAM user guide, "Policy evaluation logic".
 */
export function decide(policies: readonly PolicyDocument[], request: AuthorizationRequest): Decision {
  let lowered: ConditionContext | undefined;
  const context = (): ConditionContext =>
    (lowered ??= Object.fromEntries(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value])));
  let decision: Decision = 'implicit-deny';
  for (const policy of policies) {
    for (const statement of statementsFor(policy, request.action)) {
      if (!applies(statement, request, context)) continue;
      if (statement.Effect === 'Deny') return 'explicit-deny';
      decision = 'allowed';
    }
  }
  return decision;
}

function applies(statement: PolicyStatement, request: AuthorizationRequest, context: () => ConditionContext): boolean {
  const covered = (resources: string | readonly string[] | undefined): boolean =>
    listOf(resources).some((resource) => {
      const pattern = resource.includes('${') ? substitute(resource, context()) : resource;
      return pattern !== undefined && (pattern === '*' || arnFits(pattern, request.resource));
    });
  if (statement.Resource !== undefined ? !covered(statement.Resource) : covered(statement.NotResource)) return false;
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => conditionHolds(operator, key, wanted, context())),
  );
}
