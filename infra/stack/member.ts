import type { StackProps } from 'aws-cdk-lib';
import { Aws, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, CfnRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { functionNames, grantsOf } from '../function/table';
import { policyOf } from '../grant/form';
import { actInMembers, memberGrants } from '../grant/members';

/**
 * The stack of a member account, deployed by that account's administrator: one role, which only the home account's
 * functions for members may assume, for this deployment.
 */
export class MemberStack extends Stack {
  constructor(scope: Construct, { names, settings }: Deployment, account: string, properties: StackProps) {
    super(scope, names.prefixed(`member-${account}`), properties);
    const home = settings.home_account ?? '';
    const trusted = functionNames
      .filter((name) => grantsOf(name).includes(actInMembers))
      .map((name) => `arn:${Aws.PARTITION}:iam::${home}:role/${names.global(name)}`);
    new CfnRole(this, 'Role', {
      roleName: names.global('member'),
      description: `Lets the deployment ${names.deployment} of ${home} keep copies of its images here`,
      assumeRolePolicyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            // A role as principal becomes invalid when the role is created again; its name in a condition stays valid.
            principals: [new AccountPrincipal(home)],
            actions: ['sts:AssumeRole'],
            conditions: {
              ArnEquals: { 'aws:PrincipalArn': trusted },
              StringEquals: { 'sts:ExternalId': names.deployment },
            },
          }),
        ],
      }),
      policies: [
        {
          policyName: 'member',
          policyDocument: policyOf(memberGrants.flatMap((granting) => granting(names, settings))),
        },
      ],
    });
  }
}
