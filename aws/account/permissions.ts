import { SimulatePrincipalPolicyCommand, type EvaluationResult } from '@aws-sdk/client-iam';
import type { Need } from '../../core/doctor/expected';
import type { Refusal, Refused } from '../../core/doctor/permissions';
import { isAwsError } from '../client/errors';
import { iam } from '../client/clients';
import { everyPage } from '../client/pages';

/**
 * What IAM's simulation refuses a role of what it needs; undefined when there is no such role. Nothing is called in the
 * role's name. IAM does not take all actions together ("require different authorization information"): it is asked for
 * half of them each then.
 */
export async function refusedOf(roleArn: string, need: Need): Promise<Refused[] | undefined> {
  try {
    return (await simulate(roleArn, need)).filter(({ EvalDecision }) => EvalDecision !== 'allowed').map(refusedBy);
  } catch (error) {
    if (isAwsError(error, 'NoSuchEntity', 'NoSuchEntityException')) return undefined;
    const half = Math.ceil(need.actions.length / 2);
    if (need.actions.length === 1 || !isAwsError(error, 'InvalidInput', 'InvalidInputException')) throw error;
    const first = await refusedOf(roleArn, { ...need, actions: need.actions.slice(0, half) });
    const second = await refusedOf(roleArn, { ...need, actions: need.actions.slice(half) });
    return first && second && [...first, ...second];
  }
}

function simulate(roleArn: string, { actions, resources, context }: Need): Promise<EvaluationResult[]> {
  return everyPage('SimulatePrincipalPolicy', async (token) => {
    const answer = await iam().send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn,
        ActionNames: actions,
        ResourceArns: resources,
        ContextEntries: context.map(({ key, values, list }) => ({
          ContextKeyName: key,
          ContextKeyValues: values,
          ContextKeyType: list ? 'stringList' : 'string',
        })),
        MaxItems: 1000,
        ...(token && { Marker: token }),
      }),
    );
    return { items: answer.EvaluationResults, next: answer.IsTruncated ? answer.Marker : undefined };
  });
}

function refusedBy(result: EvaluationResult): Refused {
  return { action: result.EvalActionName ?? '', resource: result.EvalResourceName ?? '*', by: byWhom(result) };
}

function byWhom(result: EvaluationResult): Refusal {
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return 'organization';
  if (result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false) return 'boundary';
  return result.EvalDecision === 'explicitDeny' ? 'deny' : 'policy';
}
