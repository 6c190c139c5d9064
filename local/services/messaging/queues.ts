import { uuid } from '../../kernel/random';
import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { Call, PolicyDocument, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

export interface Message {
  id: string;
  body: string;
  sentAt: number;
  /** While it lies in the future the message is hidden: somebody has received it. */
  visibleAt: number;
}

export interface Queue {
  name: string;
  arn: string;
  url: string;
  visibilityTimeout: number;
  policies: PolicyDocument[];
  messages: Message[];
}

export interface Queues extends OperationService {
  define(queue: Omit<Queue, 'messages' | 'policies'>): void;
  /** By name, ARN or URL. */
  queue(reference: string): Queue | undefined;
  send(queue: Queue, body: string): Message;
}

/** SQS, as much as dead letters and targets need: standard queues, in memory. */
export function createQueues(world: World): Queues {
  const queues = new Map<string, Queue>();
  const queue = (reference: string): Queue | undefined => queues.get(String(reference).split(/[:/]/).pop()!);

  function of(call: Call): Queue {
    const found = queue(call.input.QueueUrl ?? call.input.QueueName);
    if (!found) throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    call.authorize(`sqs:${call.action}`, found.arn);
    return found;
  }
  function send(to: Queue, body: string): Message {
    const now = world.clock.now();
    const message = { id: uuid(world.random), body, sentAt: now, visibleAt: now };
    to.messages.push(message);
    return message;
  }
  const service = createService('sqs', {
    GetQueueUrl: { parameters: ['QueueName'], run: (call) => ({ QueueUrl: of(call).url }) },
    SendMessage: {
      parameters: ['QueueUrl', 'MessageBody'],
      run: (call) => ({ MessageId: send(of(call), call.input.MessageBody).id }),
    },
    ReceiveMessage: {
      parameters: ['QueueUrl', 'MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'],
      run(call) {
        const from = of(call);
        const now = world.clock.now();
        const received = from.messages
          .filter((message) => message.visibleAt <= now)
          .slice(0, call.input.MaxNumberOfMessages ?? 1);
        for (const message of received)
          message.visibleAt = now + (call.input.VisibilityTimeout ?? from.visibilityTimeout) * 1000;
        return {
          Messages: received.map((message) => ({
            MessageId: message.id,
            ReceiptHandle: message.id,
            Body: message.body,
          })),
        };
      },
    },
    DeleteMessage: {
      parameters: ['QueueUrl', 'ReceiptHandle'],
      run(call) {
        const from = of(call);
        from.messages = from.messages.filter((message) => message.id !== call.input.ReceiptHandle);
        return {};
      },
    },
    GetQueueAttributes: {
      parameters: ['QueueUrl', 'AttributeNames'],
      run(call) {
        const { arn, messages } = of(call);
        return { Attributes: { QueueArn: arn, ApproximateNumberOfMessages: String(messages.length) } };
      },
    },
  });
  return {
    ...service,
    define: (definition) => void queues.set(definition.name, { ...definition, policies: [], messages: [] }),
    queue,
    send,
  };
}
