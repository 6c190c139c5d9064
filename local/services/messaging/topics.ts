import { uuid } from '../../kernel/random';
import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { PolicyDocument, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';

export interface Topic {
  arn: string;
  policies: PolicyDocument[];
  subscriptions: { protocol: string; endpoint: string }[];
  /** What was published, newest last: e-mail goes nowhere else. */
  published: { subject?: string; message: string }[];
}

export interface Topics extends OperationService {
  define(arn: string): Topic;
  topic(arn: string): Topic | undefined;
  publish(topic: Topic, message: string, subject?: string): string;
}

/** SNS: standard topics in memory. Functions and queues that subscribe are reached through `forward`. */
export function createTopics(
  world: World,
  forward: (protocol: string, endpoint: string, body: Record<string, any>, topicArn: string) => void,
): Topics {
  const topics = new Map<string, Topic>();
  function publish(topic: Topic, message: string, subject?: string): string {
    const id = uuid(world.random);
    topic.published.push({ subject, message });
    const body = {
      Type: 'Notification',
      MessageId: id,
      TopicArn: topic.arn,
      Subject: subject,
      Message: message,
      Timestamp: new Date(world.clock.now()).toISOString(),
    };
    for (const { protocol, endpoint } of topic.subscriptions) forward(protocol, endpoint, body, topic.arn);
    return id;
  }
  const service = createService('sns', {
    Publish: {
      parameters: ['TopicArn', 'Message', 'Subject'],
      run(call) {
        call.authorize('sns:Publish', call.input.TopicArn);
        const topic = topics.get(call.input.TopicArn);
        if (!topic) throw new AwsError('NotFound', 'Topic does not exist', 404);
        return { MessageId: publish(topic, call.input.Message, call.input.Subject) };
      },
    },
  });
  return {
    ...service,
    define(arn) {
      const topic = { arn, policies: [], subscriptions: [], published: [] };
      topics.set(arn, topic);
      return topic;
    },
    topic: (arn) => topics.get(arn),
    publish,
  };
}
