import type { Principal, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

/**
 * Invokes something on behalf of an AWS service that holds no role: Lambda, queues and topics decide by their own
 * policies.
 */
export interface ServiceIntegrations {
  /** Throws AwsError `AccessDeniedException` unless the function's permissions let the service in from that source. */
  invokeFunction(arn: string, payload: unknown, service: string, sourceArn: string): void;
  sendMessage(queueArn: string, body: string, service: string, sourceArn: string): void;
  publish(topicArn: string, message: string, service: string, sourceArn: string): void;
  writeLog(groupArn: string, message: string): void;
  /** Calls the address of an API destination with the role of the target. */
  invokeApiDestination(arn: string, role: Principal | undefined, body: string): Promise<void>;
}

export interface Delivery {
  arn: string;
  /** The role of the target, assumed by the service. */
  role?: Principal;
  input: unknown;
  service: 'events.amazonaws.com' | 'scheduler.amazonaws.com';
  /** The rule or schedule. */
  sourceArn: string;
}

const asText = (input: unknown): string => (typeof input === 'string' ? input : JSON.stringify(input));

/**
 * Hands an input to a target of a rule or schedule: function, state machine, queue, topic, log group, API
 * destination, or (schedules)
 * any simulated API by a universal target. Errors: AwsError as the target's service answers, `UnsupportedTarget` for
 * other kinds.
 */
export async function deliver(world: World, integrations: ServiceIntegrations, delivery: Delivery): Promise<void> {
  const { arn, role, input, service, sourceArn } = delivery;
  const kind = arn.split(':')[2];
  const universal = /^arn:aws:scheduler:::aws-sdk:([a-z0-9]+):([A-Za-z0-9]+)$/.exec(arn);
  if (universal) {
    const [, api, operation] = universal as unknown as [string, string, string];
    const action = operation[0]!.toUpperCase() + operation.slice(1);
    await world.call(needed(role, arn), api === 'sfn' ? 'states' : api, action, world.homeRegion, Object(input));
    return;
  }
  if (kind === 'states') {
    await world.call(needed(role, arn), 'states', 'StartExecution', world.homeRegion, {
      stateMachineArn: arn,
      input: asText(input),
    });
    return;
  }
  if (/^arn:[^:]+:events:[^:]+:\d{12}:api-destination\//.test(arn))
    return integrations.invokeApiDestination(arn, role, asText(input));
  if (role && (kind === 'lambda' || kind === 'sqs' || kind === 'sns')) return deliverAs(world, role, kind, arn, input);
  if (kind === 'lambda') integrations.invokeFunction(arn, input, service, sourceArn);
  else if (kind === 'sqs') integrations.sendMessage(arn, asText(input), service, sourceArn);
  else if (kind === 'sns') integrations.publish(arn, asText(input), service, sourceArn);
  else if (kind === 'logs') integrations.writeLog(arn, asText(input));
  else throw Object.assign(new Error(`A target ${arn} is not simulated.`), { name: 'UnsupportedTarget' });
}

async function deliverAs(
  world: World,
  role: Principal,
  kind: 'lambda' | 'sqs' | 'sns',
  arn: string,
  input: unknown,
): Promise<void> {
  const requests = {
    lambda: ['Invoke', { FunctionName: arn, InvocationType: 'Event', Payload: input }],
    sqs: ['SendMessage', { QueueUrl: arn, MessageBody: asText(input) }],
    sns: ['Publish', { TopicArn: arn, Message: asText(input) }],
  } as const;
  const [action, request] = requests[kind];
  await world.call(role, kind, action, world.homeRegion, request);
}

function needed(role: Principal | undefined, arn: string): Principal {
  if (!role) throw new AwsError('AccessDeniedException', `The target ${arn} needs a role that the service can assume.`);
  return role;
}
