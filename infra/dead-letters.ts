import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from './deployment';

/** One queue for everything asynchronous that could not be handled: events, schedules, functions. Kept for two weeks, alarmed on. */
export class DeadLetters extends Construct {
  constructor(scope: Construct, { names }: Deployment) {
    super(scope, 'dead-letters');
    const queue = new CfnQueue(this, 'Queue', { queueName: names.deadLetters, messageRetentionPeriod: 14 * 24 * 3600, sqsManagedSseEnabled: true });
    new CfnQueuePolicy(this, 'Policy', {
      queues: [queue.ref],
      policyDocument: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new ServicePrincipal('events.amazonaws.com')],
            actions: ['sqs:SendMessage'],
            resources: [names.deadLettersArn],
            conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
          }),
          new PolicyStatement({
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: ['sqs:*'],
            resources: [names.deadLettersArn],
            conditions: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ],
      }),
    });
  }
}
