import { Aws } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';

/** A service that may send, and its condition. */
export interface Sender {
  readonly service: string;
  readonly conditions?: Record<string, Record<string, string>>;
}

/** CloudWatch, for the alarms of this account. */
export const cloudWatch: Sender = {
  service: 'cloudwatch.amazonaws.com',
  conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
};

/** EventBridge to a topic. SNS supports no condition for it (EventBridge user guide, "Amazon SNS permissions"). */
export const eventsToTopic: Sender = { service: 'events.amazonaws.com' };

/**
 * EventBridge to a queue, for these rules. It sends aws:SourceArn but not the account (EventBridge user guide, "Amazon
 * SQS permissions").
 */
export const eventsOf = (rules: string): Sender => ({
  service: 'events.amazonaws.com',
  conditions: { ArnLike: { 'aws:SourceArn': rules } },
});

/**
 * Returns the policy of a queue or topic: each of these services may send to it under its own statement, and the
 * `refused` actions are denied without TLS.
 */
export function senderPolicy(target: {
  arn: string;
  senders: readonly Sender[];
  action: string;
  refused: string;
}): PolicyDocument {
  return new PolicyDocument({
    minimize: false,
    statements: [
      ...target.senders.map(
        ({ service, conditions }) =>
          new PolicyStatement({
            principals: [new ServicePrincipal(service)],
            actions: [target.action],
            resources: [target.arn],
            conditions,
          }),
      ),
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [target.refused],
        resources: [target.arn],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ],
  });
}
