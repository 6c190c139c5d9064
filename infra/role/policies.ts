import { Aws } from 'aws-cdk-lib';
import { CfnManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { routes } from '../../core/api/routes';
import type { Deployment } from '../setting/deployment';
import { policyOf } from '../grant/form';

const audiences = {
  reader: 'Looks at builds, images and instances of spawn',
  launcher: 'Starts what costs money: builds, images, tests, replicas and instances of spawn',
  operator: 'Changes and ends things of spawn',
} as const;

/** One managed policy for each group of people, with the routes of the group. Policies add up. */
export class Policies extends Construct {
  constructor(scope: Construct, { names }: Deployment, apiId: string) {
    super(scope, 'policies');
    const stageArn = `arn:${Aws.PARTITION}:execute-api:${names.region}:${Aws.ACCOUNT_ID}:${apiId}/$default`;
    // Every group may find the API.
    const findApi = {
      actions: ['ssm:GetParameter'],
      resources: [`arn:${Aws.PARTITION}:ssm:${names.region}:${Aws.ACCOUNT_ID}:parameter${names.parameter('api-url')}`],
    };
    for (const [audience, description] of Object.entries(audiences)) {
      const own = routes.filter((route) => route.group === audience);
      const resources = own.map((route) => `${stageArn}/${route.method}${route.path.replace(/\{[^}]+\}/g, '*')}`);
      new CfnManagedPolicy(this, audience, {
        managedPolicyName: names.global(audience),
        description,
        policyDocument: policyOf([{ actions: ['execute-api:Invoke'], resources }, findApi]),
      });
    }
  }
}
