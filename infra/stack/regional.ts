import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnQueue, CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { stateChanges, tagged } from '../setting/triggers';
import { policyOf } from '../grant/form';
import { trustOf } from '../role/service';
import { eventsOf, senderPolicy } from '../event/sender-policy';

/**
 * The optional stack of another region. It forwards events that complete waits (images, instances, commands), and those
 * of images that others tag, to the home region's bus. Without it, the sweeper finds the former, by default within a
 * minute, and the nightly run the latter.
 */
export class RegionalStack extends Stack {
  constructor(scope: Construct, { names }: Deployment, region: string, properties: StackProps) {
    super(scope, names.global(`events-${region}`), properties);
    const deadLetters = names.regionalDeadLetters(region);
    const queue = new CfnQueue(this, 'DeadLetters', {
      queueName: deadLetters.name,
      messageRetentionPeriod: 14 * 24 * 3600,
      sqsManagedSseEnabled: true,
    });
    const policy = new CfnQueuePolicy(this, 'DeadLettersPolicy', {
      queues: [queue.ref],
      policyDocument: senderPolicy({
        arn: deadLetters.arn,
        senders: [eventsOf(names.rulesArn(region))],
        action: 'sqs:SendMessage',
        refused: 'sqs:*',
      }),
    });
    const role = new CfnRole(this, 'Role', {
      roleName: names.global(`events-${region}`),
      assumeRolePolicyDocument: trustOf('events.amazonaws.com'),
      policies: [
        {
          policyName: 'forward',
          policyDocument: policyOf([{ actions: ['events:PutEvents'], resources: [names.busArn] }]),
        },
      ],
    });
    for (const { name, summary, pattern } of [...stateChanges, tagged]) {
      const rule = new CfnRule(this, name, {
        name: names.global(`forward-${name}`),
        description: `${summary}. Forwarded to ${names.region}`,
        eventPattern: pattern,
        targets: [
          {
            id: 'home',
            arn: names.busArn,
            roleArn: role.attrArn,
            // A late hint is useless: the sweeper has checked long before.
            retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 8 },
            deadLetterConfig: { arn: deadLetters.arn },
          },
        ],
      });
      rule.addResourceDependency(policy);
    }
  }
}
