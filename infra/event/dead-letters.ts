import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { eventsOf, senderPolicy } from './sender-policy';

/**
 * The dead-letter queue for events, schedules and asynchronous functions that failed. Messages are kept for two weeks,
 * and an alarm watches the queue.
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
