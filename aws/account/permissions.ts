import { SimulatePrincipalPolicyCommand, type EvaluationResult } from '@aws-sdk/client-iam';
import type { Need } from '../../core/doctor/expected';
import type { Refusal, Refused } from '../../core/doctor/permissions';
import { isAwsError } from '../client/errors';
import { iam } from '../client/clients';
import { everyPage } from '../client/pages';

/**
 * Simulates with IAM what a role needs, and returns what IAM refuses; undefined when the role does not exist. Calls
 * nothing as the role. If IAM does not accept all actions together ("require different authorization information"),
 * simulates each half.
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
