import { Aws } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/**
 * Returns a trust policy for a service. Services that act for many accounts (states, scheduler, events) are restricted
 * to this account by aws:SourceAccount.
 */
export function trustOf(
  service:
    | 'lambda.amazonaws.com'
    | 'ec2.amazonaws.com'
    | 'states.amazonaws.com'
    | 'scheduler.amazonaws.com'
    | 'events.amazonaws.com',
): PolicyDocument {
  const bound = service !== 'lambda.amazonaws.com' && service !== 'ec2.amazonaws.com';
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['sts:AssumeRole'],
        conditions: bound ? { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } } : undefined,
      }),
    ],
  });
}
