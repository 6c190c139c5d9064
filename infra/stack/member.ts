import type { StackProps } from 'aws-cdk-lib';
import { Aws, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, CfnRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { functionNames, grantsOf } from '../function/table';
import { policyOf } from '../grant/form';
import { actInMembers, memberGrants } from '../grant/members';

/**
 * The stack of a member account, deployed by whoever administers that account: one role, which only the functions of
 * the home account take that act in members, and only in the name of this deployment.
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
            // A role named as principal is forgotten when it is made again; its name as a condition is not.
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
