import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { eventsOf, senderPolicy } from './sender-policy';

/**
 * One queue for everything asynchronous that could not be handled: events, schedules, functions. Kept for two weeks,
 * alarmed on.
 */
export class DeadLetters extends Construct {
  constructor(scope: Construct, { names }: Deployment) {
    super(scope, 'dead-letters');
    const queue = new CfnQueue(this, 'Queue', {
      queueName: names.deadLetters,
      messageRetentionPeriod: 14 * 24 * 3600,
      sqsManagedSseEnabled: true,
    });
    new CfnQueuePolicy(this, 'Policy', {
      queues: [queue.ref],
      policyDocument: senderPolicy({
        arn: names.deadLettersArn,
        senders: [eventsOf(names.rulesArn(names.region))],
        action: 'sqs:SendMessage',
        refused: 'sqs:*',
      }),
    });
  }
}
