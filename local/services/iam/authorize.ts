import type { ConditionContext, Principal } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import type { AuthorizationData } from './authorization-data';
import { actsOn, supportedKeys, supports } from './authorization-data';
import { decide } from './evaluate';

export interface Surroundings {
  accountId: string;
  region: string;
  /** Milliseconds on the simulated clock. */
  now: number;
}

/**
 * Decides one action of a principal on one resource; only the keys that AWS gives that action enter the context. Throws
 * what the called service (`ec2`, `s3`, …) answers to a denial. Throws UnknownAction, a fault of the simulation
 * itself.
 */
export function authorize(
  data: AuthorizationData,
  service: string,
  principal: Principal,
  request: { action: string; resource: string; context: ConditionContext },
  surroundings: Surroundings,
): void {
  if (principal.administrator) return;
  const action = data.action(request.action);
  if (!action) throw Object.assign(new Error(`AWS has no action ${request.action}.`), { name: 'UnknownAction' });
  if (request.resource !== '*' && !actsOn(action, request.resource)) {
    throw Object.assign(new Error(`${request.action} does not act on ${request.resource}.`), { name: 'UnknownAction' });
  }
  const entries = Object.entries(request.context).filter(([, value]) => value !== undefined);
  const keys = entries.length === 0 ? [] : supportedKeys(action, request.resource);
  const given = entries.filter(([key]) => supports(keys, key));
  const context = { ...globalContext(principal, surroundings), ...Object.fromEntries(given) };
  const decision = decide(principal.policies, { action: request.action, resource: request.resource, context });
  if (decision !== 'allowed') throw denial(service, principal, request.action, request.resource, decision);
}

/**
 * Returns the ARN of the role behind a session (`…:assumed-role/NAME/SESSION`), which is what aws:PrincipalArn holds.
 */
export const principalArn = (arn: string): string =>
  arn.replace(/^arn:(aws[^:]*):sts::(\d+):assumed-role\/([^/]+)\/.*$/, 'arn:$1:iam::$2:role/$3');

function globalContext(principal: Principal, { accountId, region, now }: Surroundings): ConditionContext {
  return {
    'aws:PrincipalArn': principalArn(principal.arn),
    'aws:PrincipalAccount': accountId,
    'aws:PrincipalType': principal.arn.includes(':assumed-role/') ? 'AssumedRole' : 'User',
    'aws:ResourceAccount': accountId,
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    // Loopback stands for the TLS connection that the same request would use on AWS.
    'aws:SecureTransport': 'true',
  };
}

/** Returns the error for an AWS service that the policy of a function, queue or topic does not let in. */
export const resourceDenial = (service: string, action: string, resource: string, sourceArn: string): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `${service} is not authorized to perform: ${action} on resource: ${resource} because no resource-based policy allows the ${action} action (source ${sourceArn})`,
    403,
  );

/** Returns the error with which a service answers a request that is not allowed, in AWS's words. */
export function denial(
  service: string,
  principal: Principal,
  action: string,
  resource: string,
  decision: 'explicit-deny' | 'implicit-deny',
): AwsError {
  const because =
    decision === 'explicit-deny'
      ? 'with an explicit deny in an identity-based policy'
      : `because no identity-based policy allows the ${action} action`;
  const text = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${because}`;
  if (service === 'ec2')
    return new AwsError('UnauthorizedOperation', `You are not authorized to perform this operation. ${text}`, 403);
  if (['autoscaling', 'iam', 's3', 'sts'].includes(service)) return new AwsError('AccessDenied', text, 403);
  return new AwsError(
    'AccessDeniedException',
    text,
    ['imagebuilder', 'inspector-scan', 'inspector2', 'lambda', 'rbin', 'scheduler'].includes(service) ? 403 : 400,
  );
}
