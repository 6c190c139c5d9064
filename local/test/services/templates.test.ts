import { createResolver } from '../../cloudformation/assembly/intrinsics';
import { unknownProperties } from '../../cloudformation/assembly/properties';
import type { Stack, Template } from '../../cloudformation/assembly/read';
import { startLocal } from '../../app/start';
import { virtualClock } from '../../kernel/clock';
import { functionOf, roleOf, writeAssembly } from '../kit/assembly';

const NOW = Date.UTC(2026, 0, 14, 10, 30);

function resolve(value: unknown, template: Partial<Template> = {}): unknown {
  const stack: Stack = { name: 'core', template: { Resources: {}, ...template }, assets: new Map() };
  const identify = (id: string) => ({ ref: `the-${id}`, attributes: { Arn: `arn:${id}` } });
  return createResolver(stack, {
    accountId: '123456789012',
    region: 'eu-west-1',
    identify,
    parameter: (name) => `value,of,${name}`,
  })(value);
}

describe('an intrinsic function', () => {
  const cases: [what: string, value: unknown, result: unknown][] = [
    ['a reference to a resource', { Ref: 'Table' }, 'the-Table'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-west-1'],
    ['an attribute', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'arn:Table'],
    ['an attribute in short form', { 'Fn::GetAtt': 'Table.Arn' }, 'arn:Table'],
    [
      'a join of references',
      { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, { Ref: 'Table' }]] },
      'arn:aws:the-Table',
    ],
    [
      'a substitution',
      { 'Fn::Sub': '${AWS::AccountId}/${Table}/${Table.Arn}/${!kept}' },
      '123456789012/the-Table/arn:Table/${kept}',
    ],
    ['a substitution with variables', { 'Fn::Sub': ['${x}', { x: { Ref: 'Table' } }] }, 'the-Table'],
    ['a selection of a split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    ['a mapping', { 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, 7],
    ['zones', { 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['a parameter that holds the value of another', { 'Fn::Join': [',', { Ref: 'Subnets' }] }, 'value,of,/subnets'],
    ['a zone of a region that has two', { 'Fn::Select': [1, { 'Fn::GetAZs': 'us-west-1' }] }, 'us-west-1c'],
    ['no value', { kept: 1, gone: { Ref: 'AWS::NoValue' } }, { kept: 1 }],
  ];
  test.each(cases)('resolves %s', (_what, value, result) => {
    expect(
      resolve(value, {
        Mappings: { Sizes: { 'eu-west-1': { small: 7 } } },
        Parameters: { Subnets: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/subnets' } },
      }),
    ).toEqual(result);
  });
  test('that is not evaluated is an error that names it', () => {
    expect(() => resolve({ 'Fn::ImportValue': 'other' })).toThrow('Fn::ImportValue');
    expect(() => resolve({ 'Fn::Select': [2, { 'Fn::GetAZs': 'us-west-1' }] })).toThrow(
      'Fn::Select cannot select nonexistent value at index 2',
    );
    expect(() => resolve('{{resolve:ssm:/subnets}}')).toThrow('{{resolve:ssm:/subnets}}');
    expect(() => resolve('{{resolve:secretsmanager:x}}')).toThrow('{{resolve:secretsmanager:x}}');
    expect(() => resolve({ deep: [{ 'Fn::If': ['x', 1, 2] }] })).toThrow('Fn::If');
  });
  test('for an attribute that is not known is an error that names it', () => {
    expect(() => resolve({ 'Fn::GetAtt': ['Table', 'StreamArn'] })).toThrow('StreamArn');
  });
});

describe('a property path', () => {
  test('covers what lies below it, through lists', () => {
    expect(unknownProperties({ A: { B: [{ C: 1 }] } }, ['A'])).toEqual([]);
    expect(unknownProperties({ A: { B: [{ C: 1 }, { D: 2 }] } }, ['A.B.C'])).toEqual(['A.B.D']);
  });
  test('does not cover its neighbours', () => {
    expect(unknownProperties({ Name: 1, Names: 2 }, ['Name'])).toEqual(['Names']);
  });
});

const start = (resources: Parameters<typeof writeAssembly>[0], sources = {}) =>
  startLocal({ assembly: writeAssembly(resources, sources), tier: 'in-process', clock: virtualClock(NOW), seed: 1 });

describe('the start stops', () => {
  const refusals: [what: string, resources: Parameters<typeof writeAssembly>[0], name: string][] = [
    [
      'a resource type that it does not run',
      { Cache: { Type: 'AWS::ElastiCache::CacheCluster' } },
      'AWS::ElastiCache::CacheCluster',
    ],
    ['a custom resource', { Thing: { Type: 'Custom::Thing' } }, 'Custom::Thing'],
    [
      'a property that it does not model',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } } },
      'AWS::SQS::Queue.FifoQueue',
    ],
    [
      'a property deep inside',
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: { NotificationConfiguration: { LambdaConfigurations: [] } } } },
      'NotificationConfiguration.LambdaConfigurations',
    ],
    [
      'a role that grants what AWS does not have',
      { Role: roleOf('lambda.amazonaws.com', [{ Effect: 'Allow', Action: 's3:FetchObject', Resource: '*' }]) },
      's3:FetchObject',
    ],
    [
      'a function whose role Lambda cannot assume',
      { ...functionOf('work'), workRole: roleOf('ec2.amazonaws.com', []) },
      'does not trust lambda.amazonaws.com',
    ],
    [
      'a name that depends on itself',
      { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': ['Queue', 'Arn'] } } } },
      'depends on itself',
    ],
    [
      'an environment over Lambda’s 4 KB',
      functionOf('work', [], { Environment: { Variables: { TEXT: '"'.repeat(2100) } } }),
      'exceeded the 4KB limit',
    ],
    [
      'an event pattern that it cannot evaluate',
      {
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: { EventPattern: { source: [{ cidr: '10.0.0.0/8' }] }, Targets: [] },
        },
      },
      "'cidr'",
    ],
  ];
  test.each(refusals)('at %s, naming it', async (_what, resources, name) => {
    await expect(start(resources, { work: 'export const handler = async () => 1;' })).rejects.toThrow(name);
  });
  test('at a folder without an app', async () => {
    await expect(startLocal({ assembly: '/nowhere', tier: 'in-process' })).rejects.toThrow(
      '/nowhere contains no synthesized app',
    );
  });
});
