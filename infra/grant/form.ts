import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { tagKeys } from '../../core/tags';
import type { Names } from '../setting/names';
import type { Settings } from '../setting/settings';

/** A permission as data. The resource `*` is only for actions without a resource type (tested). */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: {
    readonly [operator: string]: { readonly [key: string]: string | readonly string[] } | undefined;
  };
}

/** Returns the grants for a deployment's names and settings. */
export type Granting = (names: Names, settings: Settings) => Grant[];

/** Returns a policy that allows exactly these grants. */
export function policyOf(grants: readonly Grant[]): PolicyDocument {
  return new PolicyDocument({
    // Merged statements would hide which row of the table they come from.
    minimize: false,
    statements: grants.map(
      (grant) =>
        new PolicyStatement({
          effect: Effect.ALLOW,
          actions: [...grant.actions],
          resources: [...grant.resources],
          conditions: grant.conditions as Record<string, unknown> | undefined,
        }),
    ),
  });
}

/** Returns the ARN of a resource of a service in this account and any region. */
export function anywhere(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:*:${Aws.ACCOUNT_ID}:${resource}`;
}

/** Returns the ARN of a resource that AWS owns, in any region. */
export function ofNobody(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:*::${resource}`;
}

/** Returns the ARN of EC2 resources of one kind in every region. ARNs of images and snapshots have no account. */
export function ec2Arn(kind: string): string {
  return ['image', 'snapshot'].includes(kind) ? ofNobody('ec2', `${kind}/*`) : anywhere('ec2', `${kind}/*`);
}

/** Returns the condition that a resource has the tag of a deployment. */
export function ofDeployment(deployment: string): { [key: string]: string } {
  return { [`aws:ResourceTag/${tagKeys.deployment}`]: deployment };
}
