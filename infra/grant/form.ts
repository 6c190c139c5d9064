import { Aws } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { tagKeys } from '../../core/tags';
import type { Names } from '../setting/names';
import type { Settings } from '../setting/settings';

/** What a role may do, as data. `*` as resource is for actions that know no resource type (tested). */
export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: {
    readonly [operator: string]: { readonly [key: string]: string | readonly string[] } | undefined;
  };
}

/** Grants are made for a deployment: its names and its settings go in. */
export type Granting = (names: Names, settings: Settings) => Grant[];

/** A policy that allows these grants and nothing else. */
export function policyOf(grants: readonly Grant[]): PolicyDocument {
  return new PolicyDocument({
    // Merging by the library would blur which row of the table a statement comes from.
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

/** ARN of anything of a service in this account and any region. */
export function anywhere(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:*:${Aws.ACCOUNT_ID}:${resource}`;
}

/** ARN of something of a service that AWS itself owns, in any region. */
export function ofNobody(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:*::${resource}`;
}

/** ARN of EC2's resources of one kind in every region. Images and snapshots carry no account in theirs. */
export function ec2Arn(kind: string): string {
  return ['image', 'snapshot'].includes(kind) ? ofNobody('ec2', `${kind}/*`) : anywhere('ec2', `${kind}/*`);
}

/** Returns the condition that a resource has the tag of a deployment. */
export function ofDeployment(deployment: string): { [key: string]: string } {
  return { [`aws:ResourceTag/${tagKeys.deployment}`]: deployment };
}
