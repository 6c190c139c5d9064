import type { ConditionContext, PolicyDocument, PolicyStatement } from '../../kernel/types';
import type { Decision } from './evaluate';
import { decide, listOf } from './evaluate';
import { fits } from './patterns';

type ResourceStatement = PolicyStatement & { Principal?: unknown; NotPrincipal?: unknown };

/** Who asks: an AWS principal by ARN, or a service such as `events.amazonaws.com`. */
export type Asker = { aws: string } | { service: string };

/**
 * Decides a request by the policy of a resource (bucket, queue, topic). Throws UnsupportedPrincipal, which names a form
 * of Principal that is not evaluated locally.
 */
export function decideByResource(
  policy: PolicyDocument,
  asker: Asker,
  action: string,
  resource: string,
  context: ConditionContext,
): Decision {
  const statements = (listOf(policy.Statement) as ResourceStatement[]).filter((statement) => isFor(statement, asker));
  return decide([{ ...policy, Statement: statements }], { action, resource, context });
}

function isFor(statement: ResourceStatement, asker: Asker): boolean {
  const principal = statement.Principal;
  if (principal === '*') return true;
  const kinds =
    typeof principal === 'object' && principal !== null
      ? Object.entries(principal as Record<string, string | string[]>)
      : [];
  if (kinds.length === 0 || kinds.some(([kind]) => kind !== 'AWS' && kind !== 'Service')) {
    throw Object.assign(
      new Error(
        `A policy with Principal ${JSON.stringify(principal ?? statement.NotPrincipal)} is not evaluated locally.`,
      ),
      {
        name: 'UnsupportedPrincipal',
      },
    );
  }
  return kinds.some(([kind, values]) => listOf(values).some((value) => names(kind, value, asker)));
}

function names(kind: string, value: string, asker: Asker): boolean {
  if ('service' in asker) return kind === 'Service' && value === asker.service;
  if (kind !== 'AWS') return false;
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return value === '*' || (account !== undefined && asker.aws.includes(`:${account}:`)) || fits(value, asker.aws);
}
