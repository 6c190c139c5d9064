import { page, type Operations } from '../../kernel/service';
import { AwsError, type Call, type PolicyDocument, type World } from '../../kernel/types';
import type { Profile, Role, Roles } from './roles';

const missing = (what: string): AwsError => new AwsError('NoSuchEntity', `${what} cannot be found.`, 404);
const taken = (what: string): AwsError => new AwsError('EntityAlreadyExists', `${what} already exists.`, 409);
/** IAM gives documents URL-encoded (API reference, Role). */
const encoded = (document: PolicyDocument): string => encodeURIComponent(JSON.stringify(document));

/** Returns the operations that make roles and instance profiles, and list the profiles. */
export function roleOperations(world: World, roles: Roles): Operations {
  const roleArn = (name: string): string => `arn:aws:iam::${world.accountId}:role/${name}`;
  const profileArn = (name: string): string => `arn:aws:iam::${world.accountId}:instance-profile/${name}`;
  const roleOf = (call: Call): Role => {
    const name = String(call.input.RoleName);
    call.authorize(`iam:${call.action}`, roleArn(name));
    const role = roles.find(name);
    if (!role) throw missing(`The role with name ${name}`);
    return role;
  };
  const profileOf = (call: Call): Profile => {
    const name = String(call.input.InstanceProfileName);
    call.authorize(`iam:${call.action}`, profileArn(name));
    const profile = roles.profile(name);
    if (!profile) throw missing(`Instance Profile ${name}`);
    return profile;
  };
  const describedRole = ({ name, arn, trust }: Role): Record<string, unknown> => ({
    Path: '/',
    RoleName: name,
    RoleId: 'AROAEXAMPLE',
    Arn: arn,
    CreateDate: new Date(world.clock.now()),
    AssumeRolePolicyDocument: encoded(trust),
  });
  const describedProfile = ({ arn, roleName }: Profile): Record<string, unknown> => ({
    Path: '/',
    InstanceProfileName: arn.split('/').pop(),
    InstanceProfileId: 'AIPAEXAMPLE',
    Arn: arn,
    CreateDate: new Date(world.clock.now()),
    Roles: roleName === '' ? [] : [describedRole(roles.get(roleName))],
  });
  return {
    CreateRole: {
      parameters: ['RoleName', 'AssumeRolePolicyDocument', 'Description', 'Tags'],
      run(call) {
        const { RoleName: name, AssumeRolePolicyDocument: trust } = call.input;
        call.authorize('iam:CreateRole', roleArn(name));
        if (roles.find(name)) throw taken(`Role with name ${name}`);
        roles.define({ name, arn: roleArn(name), trust: documentOf(trust), policies: [] });
        return { Role: describedRole(roles.get(name)) };
      },
    },
    PutRolePolicy: {
      parameters: ['RoleName', 'PolicyName', 'PolicyDocument'],
      run(call) {
        const role = roleOf(call);
        const { PolicyName: name, PolicyDocument: document } = call.input;
        role.policies = role.policies.filter((policy) => policy !== role.inline?.get(name));
        (role.inline ??= new Map()).set(name, documentOf(document));
        role.policies.push(role.inline.get(name)!);
        return {};
      },
    },
    AttachRolePolicy: {
      parameters: ['RoleName', 'PolicyArn'],
      run(call) {
        const role = roleOf(call);
        roles.attach(role.name, call.input.PolicyArn);
        roles.complete();
        return {};
      },
    },
    CreateInstanceProfile: {
      parameters: ['InstanceProfileName', 'Tags'],
      run(call) {
        const { InstanceProfileName: name } = call.input;
        call.authorize('iam:CreateInstanceProfile', profileArn(name));
        if (roles.profile(name)) throw taken(`Instance Profile ${name}`);
        roles.defineProfile(name, '');
        return { InstanceProfile: describedProfile(roles.profile(name)!) };
      },
    },
    AddRoleToInstanceProfile: {
      parameters: ['InstanceProfileName', 'RoleName'],
      run(call) {
        const profile = profileOf(call);
        const name = String(call.input.RoleName);
        if (!roles.find(name)) throw missing(`The role with name ${name}`);
        call.authorize('iam:PassRole', roleArn(name));
        if (profile.roleName !== '')
          throw new AwsError('LimitExceeded', 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1', 409);
        profile.roleName = name;
        return {};
      },
    },
    GetInstanceProfile: {
      parameters: ['InstanceProfileName'],
      run: (call) => ({ InstanceProfile: describedProfile(profileOf(call)) }),
    },
    ListInstanceProfiles: {
      parameters: ['PathPrefix', 'MaxItems', 'Marker'],
      run(call) {
        const { PathPrefix: prefix = '/', MaxItems: size = 100, Marker } = call.input;
        call.authorize('iam:ListInstanceProfiles', profileArn(''));
        const { items, next } = page(prefix === '/' ? roles.allProfiles() : [], size, Marker);
        return { InstanceProfiles: items.map(describedProfile), IsTruncated: next !== undefined, Marker: next };
      },
    },
  };
}

function documentOf(text: unknown): PolicyDocument {
  try {
    return JSON.parse(String(text)) as PolicyDocument;
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
}
