import { virtualClock } from '../../kernel/clock';
import { startLocal } from '../kit/start';
import { functionOf, writeAssembly } from '../kit/assembly';

const NOW = Date.UTC(2026, 0, 14, 10, 30);
const account = '123456789012';
const recorder = `export const handler = async () => undefined;`;
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const byRule = { ArnLike: { 'aws:SourceArn': `arn:aws:events:us-east-1:${account}:rule/*` } };
const byAccount = { StringEquals: { 'aws:SourceAccount': account } };

function document(action: string, resource: unknown, condition?: object) {
  const allowed = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
  };
  const tls = {
    Effect: 'Deny',
    Principal: '*',
    Action: action,
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return { Version: '2012-10-17', Statement: [allowed, tls] };
}

interface Conditions {
  /** Further properties of the permission of the function. */
  permission?: object;
  topic?: object;
  queue?: object;
}

/** The targets of one rule that an event could not reach. */
async function unreached({ permission, topic, queue }: Conditions): Promise<string[]> {
  const assembly = writeAssembly(
    {
      ...functionOf('record'),
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: 'told',
          EventPattern: { source: ['own'] },
          Targets: [
            { Id: 'function', Arn: arnOf('record') },
            { Id: 'topic', Arn: { Ref: 'Topic' } },
            { Id: 'queue', Arn: arnOf('Queue') },
          ],
        },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: 'record',
          Principal: 'events.amazonaws.com',
          SourceArn: arnOf('Rule'),
          ...permission,
        },
      },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'topic' } },
      TopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: document('sns:Publish', { Ref: 'Topic' }, topic) },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'queue' } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: document('sqs:SendMessage', arnOf('Queue'), queue) },
      },
    },
    { record: recorder },
  );
  const clock = virtualClock(NOW);
  const local = await startLocal({ assembly, tier: 'in-process', clock, seed: 1 });
  local.bus.emit({ source: 'own', 'detail-type': 'Told', region: 'us-east-1', resources: [], detail: {} });
  await clock.advance(1000);
  const failures = local.bus.failures.map(({ target }) => target.split(':').pop()!);
  await local.close();
  return failures;
}

test('EventBridge reaches a function and a queue whose policies name its rule, and a topic whose policy has no condition for it', async () => {
  expect(await unreached({ queue: byRule })).toEqual([]);
});

test('EventBridge does not reach a function whose permission asks for the account', async () => {
  expect(await unreached({ permission: { SourceAccount: account } })).toEqual(['record']);
});

test.each([
  ['the rule', byRule],
  ['the account', byAccount],
])('EventBridge does not reach a topic whose statement has a condition on %s', async (_what, condition) => {
  expect(await unreached({ topic: condition })).toEqual(['topic']);
});

test('EventBridge does not reach a queue whose policy asks for the account', async () => {
  expect(await unreached({ queue: byAccount })).toEqual(['queue']);
});
