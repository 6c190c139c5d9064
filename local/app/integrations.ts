import type { ServiceIntegrations } from '../services/events/delivery';
import type { ApiDestinations } from '../services/events/api-destinations';
import { sourceKeys } from '../services/events/source-keys';
import type { Lambda } from '../services/lambda/service';
import { resourceDenial } from '../services/iam/authorize';
import { listOf } from '../services/iam/evaluate';
import { decideByResource } from '../services/iam/resource-policy';
import type { LogStore } from '../services/logs/store';
import type { Queues } from '../services/messaging/queues';
import type { Topics } from '../services/messaging/topics';
import { has } from '../kernel/facts';
import type { PolicyDocument, World } from '../kernel/types';
import { AwsError } from '../kernel/types';

/**
 * Returns the policy without Allow statements that have a Condition: SNS does not support one when EventBridge
 * publishes (EventBridge user guide, "Amazon SNS permissions").
 */
function withoutConditions(policy: PolicyDocument): PolicyDocument {
  return {
    ...policy,
    Statement: listOf(policy.Statement).filter(({ Effect, Condition }) => Effect === 'Deny' || Condition === undefined),
  };
}

/** Connects services that act without a role to functions, queues and topics, whose resource policies decide. */
export function serviceIntegrations(
  world: World,
  parts: {
    lambda: () => Lambda;
    queues: Queues;
    topics: () => Topics;
    logs: LogStore;
    apiDestinations: ApiDestinations;
  },
): ServiceIntegrations {
  function admit(
    policies: readonly PolicyDocument[],
    service: string,
    sourceArn: string,
    action: string,
    resource: string,
  ): void {
    const context = { ...sourceKeys(world, service, sourceArn), 'aws:SecureTransport': 'true' };
    const decisions = policies.map((policy) => decideByResource(policy, { service }, action, resource, context));
    if (decisions.includes('explicit-deny') || !decisions.includes('allowed')) {
      throw resourceDenial(service, action, resource, sourceArn);
    }
  }
  return {
    invokeFunction(arn, payload, service, sourceArn) {
      parts.lambda().admit(arn, service, sourceArn);
      parts.lambda().invokeLater(arn, payload);
    },
    sendMessage(arn, body, service, sourceArn) {
      const queue = parts.queues.queue(arn);
      if (!queue) throw new AwsError('QueueDoesNotExist', `The queue ${arn} does not exist.`);
      admit(queue.policies, service, sourceArn, 'sqs:SendMessage', arn);
      parts.queues.send(queue, body);
    },
    publish(arn, message, service, sourceArn) {
      const topic = parts.topics().topic(arn);
      if (!topic) throw new AwsError('NotFound', `The topic ${arn} does not exist.`, 404);
      admit(
        service === 'events.amazonaws.com' && has(world, 'no-condition-for-topics')
          ? topic.policies.map(withoutConditions)
          : topic.policies,
        service,
        sourceArn,
        'sns:Publish',
        arn,
      );
      parts.topics().publish(topic, message);
    },
    invokeApiDestination: (arn, role, body) => parts.apiDestinations.invoke(arn, role, body),
    writeLog(arn, message) {
      const name = /:log-group:([^:]+)/.exec(arn)?.[1] ?? arn;
      const group = parts.logs.group(world.homeRegion, name);
      if (!group) throw new AwsError('ResourceNotFoundException', `The log group ${name} does not exist.`);
      parts.logs.write(group, 'events', [message]);
    },
  };
}
