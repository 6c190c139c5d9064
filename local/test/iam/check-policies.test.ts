import { authorize } from '../../services/iam/authorize';
import { AuthorizationData } from '../../services/iam/authorization-data';
import { checkPolicies } from '../../services/iam/check-policies';
import type { PolicyStatement, Principal } from '../../kernel/types';

const data = new AuthorizationData();
const check = (statement: PolicyStatement) =>
  checkPolicies([{ owner: 'role create-image', document: { Version: '2012-10-17', Statement: statement } }], data);

describe('the policies of a template', () => {
  test('pass when AWS knows their actions, resources and keys', async () => {
    await expect(
      check({
        Effect: 'Allow',
        Action: ['ec2:CreateImage'],
        Resource: ['arn:aws:ec2:*::image/*', 'arn:aws:ec2:*:*:instance/*', 'arn:aws:ec2:*::snapshot/*'],
        Condition: { StringEquals: { 'ec2:Region': 'us-east-1' } },
      }),
    ).resolves.toBeUndefined();
  });
  test('are refused for an action that AWS does not have', async () => {
    await expect(check({ Effect: 'Allow', Action: 'ec2:MakeImage', Resource: '*' })).rejects.toThrow(
      'role create-image: AWS has no action ec2:MakeImage',
    );
  });
  test('are refused for a service that AWS does not have', async () => {
    await expect(check({ Effect: 'Allow', Action: 'ec3:CreateImage', Resource: '*' })).rejects.toThrow("'ec3'");
  });
  test('are refused for a resource that the action does not act on', async () => {
    await expect(
      check({ Effect: 'Allow', Action: 'ec2:DeregisterImage', Resource: 'arn:aws:ec2:*:*:instance/*' }),
    ).rejects.toThrow('acts on arn:aws:ec2:*:*:instance/*');
  });
  test('are refused when an action without resource types is limited to one', async () => {
    await expect(
      check({ Effect: 'Allow', Action: 'states:SendTaskSuccess', Resource: 'arn:aws:states:*:*:stateMachine:x' }),
    ).rejects.toThrow('states:SendTaskSuccess');
  });
  test('are refused for a condition key that the action does not support', async () => {
    await expect(
      check({
        Effect: 'Allow',
        Action: 'ec2:DeregisterImage',
        Resource: '*',
        Condition: { StringEquals: { 'ec2:InstanceType': 'm5.large' } },
      }),
    ).rejects.toThrow('ec2:DeregisterImage does not support the condition key ec2:InstanceType');
  });
});

describe('a call', () => {
  const principal = (statement: PolicyStatement): Principal => ({
    arn: 'arn:aws:sts::123456789012:assumed-role/remove/remove',
    administrator: false,
    policies: [{ Version: '2012-10-17', Statement: statement }],
  });
  const surroundings = { accountId: '123456789012', region: 'us-east-1', now: Date.UTC(2026, 0, 14) };
  const image = 'arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0';
  beforeAll(() => data.load(['ec2', 'ssm']));

  test('carries only the condition keys that its action supports', () => {
    const statement = {
      Effect: 'Allow' as const,
      Action: 'ec2:*',
      Resource: '*',
      Condition: { StringEquals: { 'ec2:InstanceType': 'm5.large' } },
    };
    const attempt = () =>
      authorize(
        data,
        'ec2',
        principal(statement),
        { action: 'ec2:DeregisterImage', resource: image, context: { 'ec2:InstanceType': 'm5.large' } },
        surroundings,
      );
    expect(attempt).toThrow('not authorized');
  });
  test('that is denied says so as EC2 does', () => {
    const attempt = () =>
      authorize(
        data,
        'ec2',
        principal({ Effect: 'Allow', Action: 'ec2:CreateTags', Resource: '*' }),
        { action: 'ec2:DeregisterImage', resource: image, context: {} },
        surroundings,
      );
    expect(attempt).toThrow(expect.objectContaining({ code: 'UnauthorizedOperation', status: 403 }));
    expect(attempt).toThrow(
      `is not authorized to perform: ec2:DeregisterImage on resource: ${image} because no identity-based policy allows the ec2:DeregisterImage action`,
    );
  });
  test('of other services is answered AccessDeniedException', () => {
    const attempt = () =>
      authorize(
        data,
        'ssm',
        principal({ Effect: 'Deny', Action: 'ssm:*', Resource: '*' }),
        { action: 'ssm:GetParameter', resource: 'arn:aws:ssm:us-east-1:123456789012:parameter/x', context: {} },
        surroundings,
      );
    expect(attempt).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
    expect(attempt).toThrow('with an explicit deny');
  });
  test('knows the role behind a session as aws:PrincipalArn', () => {
    const statement = {
      Effect: 'Allow' as const,
      Action: 'ec2:DeregisterImage',
      Resource: '*',
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/remove' } },
    };
    expect(() =>
      authorize(
        data,
        'ec2',
        principal(statement),
        { action: 'ec2:DeregisterImage', resource: image, context: {} },
        surroundings,
      ),
    ).not.toThrow();
  });
  test('on a resource that its action cannot have is a fault of the simulation', () => {
    expect(() =>
      authorize(
        data,
        'ec2',
        principal({ Effect: 'Allow', Action: '*', Resource: '*' }),
        { action: 'ec2:DeregisterImage', resource: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1', context: {} },
        surroundings,
      ),
    ).toThrow('does not act on');
  });
});
