import { createResolver } from '../../local/cloudformation/assembly/intrinsics';
import { ofType, plain, settingsOf, synthesize } from './synthesis';

const stacks = synthesize();
const stack = (name: string) => stacks.find((each) => each.name === `spawn-dev-${name}`);

test('a deployment is five stacks', () => {
  expect(stacks.map(({ name }) => name)).toEqual([
    'spawn-dev-api',
    'spawn-dev-cleanup',
    'spawn-dev-core',
    'spawn-dev-nightly',
    'spawn-dev-pipeline',
  ]);
});

test('each other region has a stack of rules where the settings ask for it, which names its region and only forwards', () => {
  const all = synthesize(settingsOf({ regions: ['us-west-2', 'eu-west-1'], regional_stacks: true }));
  const regional = all.filter(({ name }) => name.includes('-events-'));
  expect(regional.map(({ name }) => name)).toEqual([
    'spawn-dev-events-eu-west-1-us-east-1',
    'spawn-dev-events-us-west-2-us-east-1',
  ]);
  for (const { properties } of ofType(regional, 'AWS::Events::Rule'))
    expect(properties.Targets.map(({ Arn }: any) => plain(Arn))).toEqual([
      expect.stringMatching(/:events:us-east-1:.*:event-bus\/default$/),
    ]);
  expect(
    ofType(regional, 'AWS::IAM::Role').map(({ properties }) =>
      properties.Policies[0].PolicyDocument.Statement.map(({ Action }: any) => Action),
    ),
  ).toEqual([['events:PutEvents'], ['events:PutEvents']]);
});

test('each member account has a stack with one role, which functions of the home account alone may take, in the name of the deployment', () => {
  const [home, member] = ['123456789012', '222233334444'];
  const all = synthesize(settingsOf({ home_account: home, member_accounts: [member] }));
  const own = all.filter(({ name }) => name === `spawn-dev-member-${member}`);
  expect(own.flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type))).toEqual(['AWS::IAM::Role']);
  const [role] = ofType(own, 'AWS::IAM::Role');
  const [statement, ...others] = plain(role?.properties.AssumeRolePolicyDocument).Statement;
  expect([others, statement.Principal.AWS, statement.Condition.StringEquals]).toEqual([
    [],
    expect.stringContaining(`:iam::${home}:root`),
    { 'sts:ExternalId': 'dev@us-east-1' },
  ]);
  const acting = ofType(all, 'AWS::IAM::Role')
    .filter(({ properties }) => JSON.stringify(properties.Policies).includes('sts:AssumeRole'))
    .map(({ properties }) => String(properties.RoleName));
  const trusted: string[] = statement.Condition.ArnEquals['aws:PrincipalArn'].map((arn: string) =>
    arn.split('/').pop(),
  );
  expect(acting.length).toBeGreaterThan(5);
  expect([...trusted].sort()).toEqual([...acting].sort());
});

test.each(stacks)('stack $name stays far below CloudFormation’s limits', ({ resources, text }) => {
  expect(Object.keys(resources).length).toBeLessThanOrEqual(350);
  expect(text.length).toBeLessThanOrEqual(700 * 1024);
});

test.each(stacks)('stack $name writes out no partition: in China and GovCloud there are others', ({ text }) => {
  expect(text).not.toMatch(/arn:aws:/);
});

test.each(stacks)('stack $name neither exports nor imports, and nests nothing', ({ text, resources }) => {
  expect(text).not.toMatch(/"Export"|Fn::ImportValue/);
  expect(Object.values(resources).map(({ Type }) => Type)).not.toContain('AWS::CloudFormation::Stack');
  expect(
    Object.values(resources).filter(({ Type }) => /^(Custom::|AWS::CloudFormation::CustomResource)/.test(Type)),
  ).toEqual([]);
});

/** Names of resources that a value of a template refers to. */
function references(value: unknown, ids: string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((inner) => references(inner, ids));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return ids.filter((id) => id === inner);
    if (key === 'Fn::GetAtt') return ids.filter((id) => id === (inner as string[])[0]);
    if (key === 'Fn::Sub') return ids.filter((id) => JSON.stringify(inner).includes(`\${${id}`));
    return references(inner, ids);
  });
}

test.each(stacks)('stack $name has no cycle over references and dependencies', ({ resources }) => {
  const ids = Object.keys(resources);
  const edges = new Map(
    ids.map((id) => [id, [...references(resources[id]?.Properties, ids), ...[resources[id]?.DependsOn ?? []].flat()]]),
  );
  const finished = new Set<string>();
  const visit = (id: string, path: string[]): void => {
    if (finished.has(id)) return;
    if (path.includes(id)) throw new Error(`cycle: ${[...path, id].join(' → ')}`);
    for (const next of edges.get(id) ?? []) visit(next, [...path, id]);
    finished.add(id);
  };
  for (const id of ids) visit(id, []);
  expect(finished.size).toBe(ids.length);
});

test('the table is paid by request, can be restored to any second, forgets by itself, and outlives the stack', () => {
  const [table] = ofType(stacks, 'AWS::DynamoDB::Table');
  expect(table?.properties).toMatchObject({
    TableName: 'spawn-dev-catalog',
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
    DeletionProtectionEnabled: true,
  });
  expect(table?.properties.GlobalSecondaryIndexes.map((index: { IndexName: string }) => index.IndexName)).toEqual([
    'gsi1',
    'gsi2',
  ]);
});

describe('what outlives the stack', () => {
  const retained = stacks
    .flatMap(({ resources }) => Object.values(resources))
    .filter(
      ({ DeletionPolicy, UpdateReplacePolicy }) => DeletionPolicy !== undefined || UpdateReplacePolicy !== undefined,
    );

  test('is the table, the bucket and the key, and not what a first deploy made that failed', () => {
    expect(
      retained
        .map(({ Type, DeletionPolicy, UpdateReplacePolicy }) => [Type, DeletionPolicy, UpdateReplacePolicy])
        .sort(),
    ).toEqual([
      ['AWS::DynamoDB::Table', 'RetainExceptOnCreate', 'Retain'],
      ['AWS::KMS::Key', 'RetainExceptOnCreate', 'Retain'],
      ['AWS::S3::Bucket', 'RetainExceptOnCreate', 'Retain'],
    ]);
  });

  test('has a name by which `cdk deploy --import-existing-resources` takes it back, or, as the key, a setting', () => {
    for (const { Type, Properties } of retained.filter((each) => each.Type !== 'AWS::KMS::Key'))
      expect([Type, plain(Properties.TableName ?? Properties.BucketName)]).toEqual([
        Type,
        expect.stringMatching(/^spawn-dev-/),
      ]);
    const key = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const again = synthesize(settingsOf({ signing_key: key }));
    expect(ofType(again, 'AWS::KMS::Key')).toEqual([]);
    expect(ofType(again, 'AWS::KMS::Alias').map(({ properties }) => properties.TargetKeyId)).toEqual([key]);
  });

  test('is protected from deletion only when all else of its stack is there: a rollback could not remove it', () => {
    const core = stack('core')!;
    const [table] = ofType([core], 'AWS::DynamoDB::Table');
    expect([table?.resource.DependsOn].flat().sort()).toEqual(
      Object.keys(core.resources)
        .filter((id) => id !== table?.id && core.resources[id]?.Type !== 'AWS::CDK::Metadata')
        .sort(),
    );
  });
});

test('the bucket is encrypted, private and by TLS only, tells what is written, and forgets readiness and secrets in a day, plans in a month', () => {
  const [bucket] = ofType(stacks, 'AWS::S3::Bucket');
  expect(bucket?.properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  });
  const days = bucket?.properties.LifecycleConfiguration.Rules.map(
    (rule: { Prefix?: string; ExpirationInDays?: number }) => [rule.Prefix, rule.ExpirationInDays],
  );
  expect(days).toEqual([
    ['ready/', 1],
    ['environment/', 1],
    ['plans/', 30],
    [undefined, undefined],
  ]);
  const [policy] = ofType(stacks, 'AWS::S3::BucketPolicy');
  expect(policy?.properties.PolicyDocument.Statement[0]).toMatchObject({
    Effect: 'Deny',
    Action: 's3:*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
});

test('the network of builders has three public subnets with a way out, no way in, and no gateway that costs', () => {
  expect(ofType(stacks, 'AWS::EC2::Subnet').map(({ properties }) => properties.MapPublicIpOnLaunch)).toEqual([
    true,
    true,
    true,
  ]);
  expect(ofType(stacks, 'AWS::EC2::SecurityGroup').map(({ properties }) => properties.SecurityGroupIngress)).toEqual([
    undefined,
  ]);
  expect(ofType(stacks, 'AWS::EC2::Route')).toHaveLength(1);
  expect(ofType(stacks, 'AWS::EC2::VPCEndpoint').map(({ properties }) => properties.VpcEndpointType)).toEqual([
    'Gateway',
  ]);
  expect(ofType(stacks, 'AWS::EC2::NatGateway')).toEqual([]);
});

test.each([1, 2, 3])('in a region with %d zones three subnets take the zones that are there', (count) => {
  const zones = ['a', 'b', 'c'].slice(0, count);
  const resolve = createResolver(
    { name: 'core', template: { Resources: {} }, assets: new Map() },
    {
      accountId: '123456789012',
      region: 'us-west-1',
      identify: () => ({ ref: '', attributes: {} }),
      parameter: () => '',
      zones: () => zones,
    },
  );
  const used = ofType(stacks, 'AWS::EC2::Subnet').map(({ properties }) => resolve(properties.AvailabilityZone));
  expect(used).toEqual([0, 1, 2].map((at) => zones[at % count]));
});

test('a change of the network reaches the functions at the next deploy, though their own template is the same', () => {
  const users = ofType(stacks, 'AWS::Lambda::Function').filter(
    ({ properties }) => properties.Environment.Variables.SPAWN_SUBNETS !== undefined,
  );
  expect(users.length).toBeGreaterThan(2);
  for (const {
    stack: { text },
    properties,
  } of users) {
    const { SPAWN_SUBNETS, SPAWN_SECURITY_GROUP } = properties.Environment.Variables;
    const parameters = JSON.parse(text).Parameters;
    expect(parameters[SPAWN_SUBNETS['Fn::Join'][1].Ref]).toEqual({
      Type: 'AWS::SSM::Parameter::Value<List<String>>',
      Default: '/spawn/dev/network/subnets',
      Description: expect.any(String),
    });
    // A preview of a build only tells the subnets.
    if (SPAWN_SECURITY_GROUP !== undefined)
      expect(parameters[SPAWN_SECURITY_GROUP.Ref]).toEqual({
        Type: 'AWS::SSM::Parameter::Value<String>',
        Default: '/spawn/dev/network/security-group',
        Description: expect.any(String),
      });
  }
  const launching = users.filter(({ properties }) => properties.Environment.Variables.SPAWN_SECURITY_GROUP);
  expect(launching.length).toBeGreaterThan(2);
  // CloudFormation reads a dynamic reference only when the resource that has it changes.
  for (const { text } of stacks) expect(text).not.toContain('{{resolve:');
});

test('settings too large for the environment of a function stop the synth, with the function and what is largest', () => {
  const large = { user_data_bootstrap: `#!/bin/sh\n${'echo "x"\n'.repeat(220)}` };
  expect(() => synthesize(settingsOf(large))).toThrow(
    /^the environment of .+ has \d+ bytes, and Lambda takes 4096: shorten .*user_data_bootstrap \(\d+\)/,
  );
});

test('settings that fill the environment of a function to the last byte are taken, and one byte more is not', () => {
  const accounts = Array.from({ length: 20 }, (_, index) => String(200_000_000_000 + index));
  const managed_tags = Array.from({ length: 5 }, (_, index) => ({ key: `k${index}`, value: 'v'.repeat(160) }));
  const filled = (bytes: number) =>
    settingsOf({
      home_account: '123456789012',
      member_accounts: accounts,
      managed_tags,
      user_data_bootstrap: `#!/bin/sh\n${'x'.repeat(bytes)}`,
    });
  const longest: Record<string, string> = { 'AWS::Partition': 'aws-us-gov', 'AWS::AccountId': '123456789012' };
  const textOf = (value: any): string => {
    if (typeof value === 'string') return value;
    if (value.Ref) return longest[value.Ref] ?? 'sg-0123456789abcdef0';
    const [separator, parts] = value['Fn::Join'];
    return Array.isArray(parts)
      ? parts.map(textOf).join(separator)
      : Array(3).fill('subnet-0123456789abcdef0').join(separator);
  };
  const sizes = ofType(synthesize(filled(0)), 'AWS::Lambda::Function').flatMap(({ properties }) => {
    const { Variables } = properties.Environment ?? {};
    if (Variables?.SPAWN_SETTINGS === undefined) return [];
    return [
      JSON.stringify(Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, textOf(value)])))
        .length,
    ];
  });
  const room = 4096 - Math.max(...sizes);
  expect(room).toBeGreaterThan(500);
  synthesize(filled(room));
  expect(() => synthesize(filled(room + 1))).toThrow(/has 4097 bytes/);
});

test('an existing network is used instead, and none is made', () => {
  const network = {
    subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    security_group_id: 'sg-0123456789abcdef0',
  };
  const others = synthesize(settingsOf({ network }));
  expect(ofType(others, 'AWS::EC2::VPC')).toEqual([]);
  const builder = ofType(others, 'AWS::Lambda::Function').find(
    ({ properties }) => properties.FunctionName === 'spawn-dev-launch-builder',
  );
  expect(builder?.properties.Environment.Variables).toMatchObject({
    SPAWN_SUBNETS: network.subnet_ids.join(','),
    SPAWN_SECURITY_GROUP: network.security_group_id,
  });
});

test('two stages share no name', () => {
  const names = (stage: string) =>
    synthesize(settingsOf({ stage })).flatMap(({ resources }) =>
      Object.values(resources).flatMap(({ Properties = {} }) =>
        Object.entries(Properties)
          .filter(([key]) => /Name$/.test(key))
          .map(([, value]) => plain(value)),
      ),
    );
  const own = new Set(names('one').filter((name) => typeof name === 'string' && name.includes('one')));
  expect(names('two').filter((name) => own.has(name))).toEqual([]);
  expect(own.size).toBeGreaterThan(50);
});

test('every schedule runs, at the times of the settings', () => {
  const schedules = Object.fromEntries(
    ofType(stacks, 'AWS::Scheduler::Schedule').map(({ properties }) => [properties.Name, properties]),
  );
  expect(schedules['spawn-dev-sweep-waits']).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
  expect(schedules['spawn-dev-reap-leftovers']).toMatchObject({
    ScheduleExpression: 'rate(15 minutes)',
    State: 'ENABLED',
  });
  expect(schedules['spawn-dev-nightly']).toMatchObject({
    ScheduleExpression: 'cron(0 3 * * ? *)',
    ScheduleExpressionTimezone: 'UTC',
    State: 'ENABLED',
  });
  expect(JSON.parse(schedules['spawn-dev-nightly']?.Target.Input)).toEqual({ regions: ['us-east-1', 'us-west-2'] });
});

test('alarms tell of failed machines, dead letters, a reaper that is silent or fails and server errors, all to the topic', () => {
  const alarms = ofType(stacks, 'AWS::CloudWatch::Alarm').map(({ properties }) => properties);
  const names = alarms.map(({ AlarmName }) => AlarmName.replace('spawn-dev-', ''));
  expect(names).toEqual(
    expect.arrayContaining([
      'pipeline-failed',
      'nightly-failed',
      'dead-letter-arrived',
      'reap-leftovers-silent',
      'reap-leftovers-failed',
      'sweep-waits-silent',
      'api-server-errors',
    ]),
  );
  for (const { AlarmActions } of alarms) expect(plain(AlarmActions[0])).toMatch(/:spawn-dev-alarms$/);
});

test.each([5, 15, 30, 60])(
  'silence of a reaper that runs every %d minutes rings after three runs that did not come, even if none ever came, and not before the first could',
  (minutes) => {
    const alarms = ofType(synthesize(settingsOf({ reap_minutes: minutes })), 'AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties,
    );
    const silent = alarms.filter(({ AlarmName }) => /-silent$/.test(AlarmName));
    expect(silent).toHaveLength(2);
    for (const { Period, EvaluationPeriods, TreatMissingData, WarmUpConfiguration } of silent) {
      // A function that does not run has no metric at all. A new alarm waits as long as it would for one that has
      // stopped.
      expect(TreatMissingData).toBe('breaching');
      expect(WarmUpConfiguration).toEqual({
        WarmUpPeriodDurationInMinutes: (Period * EvaluationPeriods) / 60,
        OnlyStartEvaluatingAfterWarmUpPeriodEnds: true,
      });
      expect(Period).toBe(3600);
      expect(EvaluationPeriods).toBeLessThanOrEqual(3);
    }
    const reaper = silent.find(({ AlarmName }) => AlarmName.includes('reap'));
    expect(reaper?.Period * reaper?.EvaluationPeriods).toBeGreaterThanOrEqual(3 * minutes * 60);
  },
);

test('the alarm address of the settings subscribes to the topic', () => {
  const [subscription] = ofType(
    synthesize(settingsOf({ alarm_email: 'platform@example.org' })),
    'AWS::SNS::Subscription',
  );
  expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: 'platform@example.org' });
});

test('the API is signed on every route, logged and throttled', () => {
  const routes = ofType(stacks, 'AWS::ApiGatewayV2::Route');
  expect(routes.filter(({ properties }) => properties.AuthorizationType !== 'AWS_IAM')).toEqual([]);
  expect(routes.length).toBeGreaterThan(10);
  const [stage] = ofType(stacks, 'AWS::ApiGatewayV2::Stage');
  expect(stage?.properties).toMatchObject({
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
  });
  expect(stage?.properties.AccessLogSettings.DestinationArn).toBeDefined();
  expect(stack('api')?.text).toContain('/spawn/dev/api-url');
});

test('nothing that costs by the hour comes in unnoticed: docs/cost.md counts what is here', () => {
  const free = [
    'AWS::ApiGatewayV2::Api',
    'AWS::ApiGatewayV2::Integration',
    'AWS::ApiGatewayV2::Route',
    'AWS::ApiGatewayV2::Stage',
    'AWS::EC2::InternetGateway',
    'AWS::EC2::Route',
    'AWS::EC2::RouteTable',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::Subnet',
    'AWS::EC2::SubnetRouteTableAssociation',
    'AWS::EC2::VPC',
    'AWS::EC2::VPCEndpoint',
    'AWS::EC2::VPCGatewayAttachment',
    'AWS::Events::Rule',
    'AWS::IAM::InstanceProfile',
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Role',
    'AWS::Lambda::EventInvokeConfig',
    'AWS::KMS::Alias',
    'AWS::Lambda::Function',
    'AWS::Lambda::Permission',
    'AWS::Logs::LogGroup',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::Topic',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
    'AWS::SSM::Parameter',
    'AWS::Scheduler::Schedule',
    'AWS::Scheduler::ScheduleGroup',
    'AWS::StepFunctions::StateMachine',
  ];
  const counted = ['AWS::CloudWatch::Alarm', 'AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key'];
  const types = new Set(stacks.flatMap(({ resources }) => Object.values(resources).map(({ Type }) => Type)));
  expect([...types].filter((type) => !free.includes(type) && !counted.includes(type))).toEqual([]);
  // At ten cents each; the rest of an idle deployment is below one dollar.
  expect(ofType(stacks, 'AWS::CloudWatch::Alarm').length).toBeLessThanOrEqual(20);
  expect(ofType(stacks, 'AWS::KMS::Key')).toHaveLength(1);
});

test('events of commands wake our functions only for the document that our scripts run by', () => {
  const rules = ofType(synthesize(settingsOf({ regional_stacks: true })), 'AWS::Events::Rule').map(
    ({ properties }) => properties.EventPattern,
  );
  const commands = rules.filter(({ source }) => source.includes('aws.ssm'));
  expect(commands).toHaveLength(2);
  for (const { detail } of commands) expect(detail['document-name']).toEqual(['AWS-RunShellScript']);
});
