import { ofType, plain, settingsOf, synthesize } from './synthesis';

const stacks = synthesize(
  settingsOf({
    notifications: [
      {
        name: 'chat',
        url_secret: 'ops/chat',
        auth_header: 'Authorization',
        format: 'slack',
        stacks: ['tool'],
        events: ['test-failed'],
      },
      { name: 'team', topic: 'arn:aws:sns:us-east-1:123456789012:amis', events: ['debt'] },
    ],
  }),
);

test('an address and its header stand in the template as references to a secret', () => {
  const [destination] = ofType(stacks, 'AWS::Events::ApiDestination');
  const [connection] = ofType(stacks, 'AWS::Events::Connection');
  expect(destination?.properties.InvocationEndpoint).toBe('{{resolve:secretsmanager:ops/chat:SecretString:url}}');
  expect(connection?.properties.AuthParameters.ApiKeyAuthParameters).toEqual({
    ApiKeyName: 'Authorization',
    ApiKeyValue: '{{resolve:secretsmanager:ops/chat:SecretString:auth}}',
  });
});

test('each target has rules that only match its deployment, kinds and stacks, and a role for it alone', () => {
  const rules = ofType(stacks, 'AWS::Events::Rule').filter(({ properties }) => /-notify-/.test(properties.Name));
  expect(rules.map(({ properties: { Name, EventPattern } }) => [Name, EventPattern.detail])).toEqual([
    [
      'spawn-dev-notify-chat',
      { notification: { deployment: ['dev@us-east-1'], kind: ['test-failed'] }, stack: ['tool'] },
    ],
    ['spawn-dev-notify-chat-test', { deployment: ['dev@us-east-1'], targets: ['chat'] }],
    ['spawn-dev-notify-team', { notification: { deployment: ['dev@us-east-1'], kind: ['debt'] } }],
    ['spawn-dev-notify-team-test', { deployment: ['dev@us-east-1'], targets: ['team'] }],
  ]);
  const roles = ofType(stacks, 'AWS::IAM::Role').filter(({ properties }) => /-notify-/.test(properties.RoleName));
  expect(
    roles
      .map(({ properties }) => plain(properties.Policies[0].PolicyDocument.Statement))
      .map(([only]: any) => only.Action),
  ).toEqual(['events:InvokeApiDestination', 'sns:Publish']);
});

test('nobody is notified by default', () => {
  expect(ofType(synthesize(), 'AWS::Events::ApiDestination')).toEqual([]);
});
