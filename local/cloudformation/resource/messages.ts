import { nameOf } from '../assembly/resource';
import type { Kind } from './site';

export const queue: Kind = {
  type: 'AWS::SQS::Queue',
  everywhere: true,
  models: ['QueueName', 'VisibilityTimeout'],
  ignores: {
    MessageRetentionPeriod: 'messages stay until the process ends',
    SqsManagedSseEnabled: 'memory is not encrypted',
    Tags: 'nothing decides by tags of queues',
  },
  identify(resource, { accountId, region, url }) {
    const name = nameOf(resource, 'QueueName');
    return {
      ref: `${url}/${accountId}/${name}`,
      attributes: {
        Arn: `arn:aws:sqs:${region}:${accountId}:${name}`,
        QueueName: name,
        QueueUrl: `${url}/${accountId}/${name}`,
      },
    };
  },
  create({ identity, properties }, { queues }) {
    queues.define({
      name: identity.attributes.QueueName!,
      arn: identity.attributes.Arn!,
      url: identity.ref,
      visibilityTimeout: properties.VisibilityTimeout ?? 30,
    });
  },
};

export const queuePolicy: Kind = {
  type: 'AWS::SQS::QueuePolicy',
  everywhere: true,
  models: ['Queues', 'PolicyDocument'],
  identify: ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
  create({ properties }, { queues }) {
    for (const reference of properties.Queues) queues.queue(reference)?.policies.push(properties.PolicyDocument);
  },
};

export const topic: Kind = {
  type: 'AWS::SNS::Topic',
  models: ['TopicName', 'Subscription'],
  ignores: {
    DisplayName: 'no e-mail is sent',
    KmsMasterKeyId: 'memory is not encrypted',
    Tags: 'nothing decides by tags of topics',
  },
  identify(resource, { accountId, region }) {
    const name = nameOf(resource, 'TopicName');
    const arn = `arn:aws:sns:${region}:${accountId}:${name}`;
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  create({ identity, properties }, { topics }) {
    const subscriptions = (properties.Subscription ?? []).map(({ Protocol, Endpoint }: any) => ({
      protocol: Protocol,
      endpoint: Endpoint,
    }));
    topics.define(identity.ref).subscriptions.push(...subscriptions);
  },
};

export const topicPolicy: Kind = {
  type: 'AWS::SNS::TopicPolicy',
  models: ['Topics', 'PolicyDocument'],
  identify: ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
  create({ properties }, { topics }) {
    for (const arn of properties.Topics) topics.topic(arn)?.policies.push(properties.PolicyDocument);
  },
};

export const subscription: Kind = {
  type: 'AWS::SNS::Subscription',
  models: ['TopicArn', 'Protocol', 'Endpoint'],
  identify: ({ logicalId }) => ({ ref: logicalId, attributes: {} }),
  create({ properties }, { topics }) {
    topics
      .topic(properties.TopicArn)
      ?.subscriptions.push({ protocol: properties.Protocol, endpoint: properties.Endpoint });
  },
};
