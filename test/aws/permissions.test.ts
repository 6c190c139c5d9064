import { refusedOf } from '../../aws/account/permissions';
import { awsError, fakeAws, setEnvironment } from './fake-aws';

const role = 'arn:aws:iam::123456789012:role/spawn-dev-stop-builder';
const need = {
  actions: ['ec2:StopInstances', 'iam:PassRole', 'dynamodb:Query'],
  resources: ['*'],
  context: [{ key: 'aws:TagKeys', values: ['a', 'b'], list: true }],
};
beforeAll(() => setEnvironment());

test('what IAM allows is left out, and each refusal says who refuses', async () => {
  const results = [
    { EvalActionName: 'ec2:StopInstances', EvalResourceName: '*', EvalDecision: 'allowed' },
    { EvalActionName: 'iam:PassRole', EvalResourceName: '*', EvalDecision: 'explicitDeny' },
    {
      EvalActionName: 'dynamodb:Query',
      EvalResourceName: '*',
      EvalDecision: 'implicitDeny',
      OrganizationsDecisionDetail: { AllowedByOrganizations: false },
    },
    {
      EvalActionName: 'dynamodb:Query',
      EvalResourceName: 'arn',
      EvalDecision: 'implicitDeny',
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
    },
  ];
  const calls = fakeAws({
    SimulatePrincipalPolicy: [
      { EvaluationResults: results.slice(0, 3), IsTruncated: true, Marker: 'm' },
      { EvaluationResults: results.slice(3), IsTruncated: false },
    ],
  });
  expect((await refusedOf(role, need))?.map(({ action, by }) => `${action} ${by}`)).toEqual([
    'iam:PassRole deny',
    'dynamodb:Query organization',
    'dynamodb:Query boundary',
  ]);
  expect(calls[0]?.input.ContextEntries).toEqual([
    { ContextKeyName: 'aws:TagKeys', ContextKeyValues: ['a', 'b'], ContextKeyType: 'stringList' },
  ]);
});

test('actions that IAM does not take together are asked for in parts', async () => {
  const calls = fakeAws({
    SimulatePrincipalPolicy: [
      awsError('InvalidInput', 'require different authorization information'),
      { EvaluationResults: [] },
      { EvaluationResults: [{ EvalActionName: 'dynamodb:Query', EvalDecision: 'implicitDeny' }] },
    ],
  });
  expect(await refusedOf(role, need)).toEqual([{ action: 'dynamodb:Query', resource: '*', by: 'policy' }]);
  expect(calls.map(({ input }) => input.ActionNames)).toEqual([
    need.actions,
    ['ec2:StopInstances', 'iam:PassRole'],
    ['dynamodb:Query'],
  ]);
});

test('one action that IAM does not take is thrown, and a role that is not there is undefined', async () => {
  fakeAws({ SimulatePrincipalPolicy: awsError('InvalidInput') });
  await expect(refusedOf(role, need)).rejects.toMatchObject({ name: 'InvalidInput' });
  fakeAws({ SimulatePrincipalPolicy: awsError('NoSuchEntity') });
  expect(await refusedOf(role, need)).toBeUndefined();
});
