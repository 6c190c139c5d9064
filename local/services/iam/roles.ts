import type { PolicyDocument, Principal } from '../../kernel/types';
import type { NamedPolicy } from './check-policies';
import { decideByResource } from './resource-policy';

export interface Role {
  name: string;
  arn: string;
  trust: PolicyDocument;
  policies: PolicyDocument[];
  /** Those of the policies that were put by name after the start. */
  inline?: Map<string, PolicyDocument>;
}

/** An instance profile; `roleName` is empty while it has no role. */
export interface Profile {
  arn: string;
  roleName: string;
}

/**
 * AWS managed policies that a template may name. Anything else from AWS is refused by name, since its text is not known
 * here.
 */
const MANAGED: Record<string, PolicyDocument> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
    ],
  },
};

/** Roles, instance profiles and managed policies of the templates. */
export class Roles {
  private readonly roles = new Map<string, Role>();
  private readonly profiles = new Map<string, Profile>();
  private readonly pending: { roleName: string; policyArn: string }[] = [];
  private readonly managedPolicies = new Map<string, PolicyDocument>();

  constructor(private readonly accountId: string) {}

  define(role: Role): void {
    this.roles.set(role.name, role);
  }

  defineManaged(arn: string, document: PolicyDocument): void {
    this.managedPolicies.set(arn, document);
  }

  /** A principal with managed policies of the templates only, such as a person of a team. */
  person(name: string, policyNames: readonly string[]): Principal {
    const policies = policyNames.map((policy) => this.managed(`arn:aws:iam::${this.accountId}:policy/${policy}`, name));
    return { arn: `arn:aws:iam::${this.accountId}:user/${name}`, administrator: false, policies };
  }

  /** Attaches a managed policy by ARN, as soon as `complete` is called. */
  attach(roleName: string, policyArn: string): void {
    this.pending.push({ roleName, policyArn });
  }

  /** Adds the attached policies. Throws UnknownPolicy for one that is neither in the templates nor known here. */
  complete(): void {
    for (const { roleName, policyArn } of this.pending.splice(0))
      this.get(roleName).policies.push(this.managed(policyArn, `role ${roleName}`));
  }

  private managed(arn: string, owner: string): PolicyDocument {
    const document = this.managedPolicies.get(arn) ?? MANAGED[arn];
    if (!document)
      throw Object.assign(new Error(`The managed policy ${arn} of ${owner} is not known locally.`), {
        name: 'UnknownPolicy',
      });
    return document;
  }

  get(name: string): Role {
    const role = this.roles.get(name);
    if (!role) throw Object.assign(new Error(`There is no role ${name} in the templates.`), { name: 'UnknownRole' });
    return role;
  }

  /** A role that may be missing. */
  find(name: string): Role | undefined {
    return this.roles.get(name);
  }

  defineProfile(name: string, roleName: string): void {
    this.profiles.set(name, { arn: `arn:aws:iam::${this.accountId}:instance-profile/${name}`, roleName });
  }

  profile(nameOrArn: string): Profile | undefined {
    return this.profiles.get(nameOrArn.split('/').pop()!);
  }

  allProfiles(): Profile[] {
    return [...this.profiles.values()];
  }

  /** The role itself as a principal. */
  principal(name: string): Principal | undefined {
    const role = this.roles.get(name);
    return role && { arn: role.arn, administrator: false, policies: role.policies };
  }

  /** A session of the role, as a function or state machine has it. */
  session(name: string, session: string): Principal {
    return {
      arn: `arn:aws:sts::${this.accountId}:assumed-role/${name}/${session}`,
      administrator: false,
      policies: this.get(name).policies,
    };
  }

  /** Throws NotTrusted unless the role lets that service assume it for that resource. */
  requireTrust(name: string, service: string, sourceArn: string): void {
    const context = { 'aws:SourceAccount': this.accountId, 'aws:SourceArn': sourceArn };
    if (decideByResource(this.get(name).trust, { service }, 'sts:AssumeRole', '*', context) !== 'allowed') {
      throw Object.assign(new Error(`The role ${name} does not trust ${service} (for ${sourceArn}).`), {
        name: 'NotTrusted',
      });
    }
  }

  /** Every policy of the templates with its owner, for checking. */
  documents(): NamedPolicy[] {
    const ofRoles = [...this.roles.values()].flatMap((role) =>
      role.policies.map((document) => ({ owner: `role ${role.name}`, document })),
    );
    return [
      ...ofRoles,
      ...[...this.managedPolicies].map(([arn, document]) => ({
        owner: `managed policy ${arn.split('/').pop()}`,
        document,
      })),
    ];
  }
}
