import { nameOf } from '../assembly/resource';
import type { Kind } from './site';

const roleName = (reference: string): string => reference.split('/').pop()!;

export const managedPolicy: Kind = {
  type: 'AWS::IAM::ManagedPolicy',
  models: ['ManagedPolicyName', 'PolicyDocument', 'Roles'],
  ignores: { Description: 'a text' },
  identify(resource, { accountId }) {
    const arn = `arn:aws:iam::${accountId}:policy/${nameOf(resource, 'ManagedPolicyName')}`;
    return { ref: arn, attributes: { PolicyArn: arn } };
  },
  create({ identity, properties }, { roles }) {
    roles.defineManaged(identity.ref, properties.PolicyDocument);
    for (const name of properties.Roles ?? []) roles.attach(roleName(name), identity.ref);
  },
};

export const role: Kind = {
  type: 'AWS::IAM::Role',
  everywhere: true,
  inMembers: true,
  models: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'ManagedPolicyArns'],
  ignores: {
    Description: 'a text',
    Tags: 'nothing decides by tags of roles',
    MaxSessionDuration: 'sessions do not end',
  },
  identify(resource, { accountId }) {
    const name = nameOf(resource, 'RoleName');
    return { ref: name, attributes: { Arn: `arn:aws:iam::${accountId}:role/${name}`, RoleId: `AROA${name}` } };
  },
  create({ identity, properties }, { roles }) {
    const policies = (properties.Policies ?? []).map((policy: { PolicyDocument: object }) => policy.PolicyDocument);
    roles.define({
      name: identity.ref,
      arn: identity.attributes.Arn!,
      trust: properties.AssumeRolePolicyDocument,
      policies,
    });
    for (const arn of properties.ManagedPolicyArns ?? []) roles.attach(identity.ref, arn);
  },
};

export const policy: Kind = {
  type: 'AWS::IAM::Policy',
  models: ['PolicyName', 'PolicyDocument', 'Roles'],
  identify: (resource) => ({ ref: nameOf(resource, 'PolicyName'), attributes: {} }),
  create({ properties }, { roles }) {
    for (const name of properties.Roles ?? []) roles.get(roleName(name)).policies.push(properties.PolicyDocument);
  },
};

export const instanceProfile: Kind = {
  type: 'AWS::IAM::InstanceProfile',
  models: ['InstanceProfileName', 'Roles'],
  identify(resource, { accountId }) {
    const name = nameOf(resource, 'InstanceProfileName');
    return { ref: name, attributes: { Arn: `arn:aws:iam::${accountId}:instance-profile/${name}` } };
  },
  create({ identity, properties }, { roles }) {
    const name = roleName(properties.Roles[0]);
    roles.requireTrust(name, 'ec2.amazonaws.com', identity.attributes.Arn!);
    roles.defineProfile(identity.ref, name);
  },
};
