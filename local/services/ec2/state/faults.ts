import { AwsError } from '../../../kernel/types';

/** EC2's own texts, so that what our users read locally is what they will read on AWS. */

const kinds = {
  'i-': {
    code: 'InvalidInstanceID',
    single: (id: string) => `The instance ID '${id}' does not exist`,
    many: (ids: string) => `The instance IDs '${ids}' do not exist`,
  },
  'ami-': {
    code: 'InvalidAMIID',
    single: (id: string) => `The image id '[${id}]' does not exist`,
    many: (ids: string) => `The image ids '[${ids}]' do not exist`,
  },
  'snap-': {
    code: 'InvalidSnapshot',
    single: (id: string) => `The snapshot '${id}' does not exist.`,
    many: (ids: string) => `The snapshots '${ids}' do not exist.`,
  },
  'vol-': {
    code: 'InvalidVolume',
    single: (id: string) => `The volume '${id}' does not exist.`,
    many: (ids: string) => `The volumes '${ids}' do not exist.`,
  },
  'subnet-': {
    code: 'InvalidSubnetID',
    single: (id: string) => `The subnet ID '${id}' does not exist`,
    many: (ids: string) => `The subnet IDs '${ids}' do not exist`,
  },
  'vpc-': {
    code: 'InvalidVpcID',
    single: (id: string) => `The vpc ID '${id}' does not exist`,
    many: (ids: string) => `The vpc IDs '${ids}' do not exist`,
  },
  'rtb-': {
    code: 'InvalidRouteTableID',
    single: (id: string) => `The routeTable ID '${id}' does not exist`,
    many: (ids: string) => `The routeTable IDs '${ids}' do not exist`,
  },
  'sg-': {
    code: 'InvalidGroup',
    single: (id: string) => `The security group '${id}' does not exist`,
    many: (ids: string) => `The security groups '${ids}' do not exist`,
  },
  'eni-': {
    code: 'InvalidNetworkInterfaceID',
    single: (id: string) => `The networkInterface ID '${id}' does not exist`,
    many: (ids: string) => `The networkInterface IDs '${ids}' do not exist`,
  },
  'vpce-': {
    code: 'InvalidVpcEndpointId',
    single: (id: string) => `The Vpc Endpoint Id '${id}' does not exist`,
    many: (ids: string) => `The Vpc Endpoint Ids '${ids}' do not exist`,
  },
  'lt-': {
    code: 'InvalidLaunchTemplateId',
    single: (id: string) => `The specified launch template, with template ID ${id}, does not exist.`,
    many: (ids: string) => `The specified launch templates, with template IDs ${ids}, do not exist.`,
  },
} as const;

export type IdPrefix = keyof typeof kinds;

/** `Invalid….NotFound` with EC2's sentence for one id or several of a kind. */
export function notFound(prefix: IdPrefix, ids: readonly string[]): AwsError {
  const kind = kinds[prefix];
  return new AwsError(
    `${kind.code}.NotFound`,
    ids.length === 1 ? kind.single(ids[0] ?? '') : kind.many(ids.join(', ')),
  );
}

/** Throws `Invalid….Malformed` unless the id has the prefix and 8 or 17 hexadecimal digits. */
export function requireWellFormed(prefix: IdPrefix, id: string): void {
  if (new RegExp(`^${prefix}([0-9a-f]{8}|[0-9a-f]{17})$`).test(id)) return;
  const code = prefix === 'snap-' ? 'InvalidSnapshotID' : kinds[prefix].code;
  throw new AwsError(
    `${code}.Malformed`,
    id.startsWith(prefix) ? `Invalid id: "${id}"` : `Invalid id: "${id}" (expecting "${prefix}...")`,
  );
}

/** EC2's error for a parameter that the request must contain. */
export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
}

/** EC2's error `InvalidParameterValue` with the sentence given. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** Throws `InvalidParameterValue` unless the value is one of those that the model of EC2 has for the parameter. */
export function requireOneOf(known: Readonly<Record<string, string>>, parameter: string, value: string): void {
  if (!Object.values(known).includes(value))
    throw invalidValue(
      `Value (${value}) for parameter ${parameter} is invalid.${parameter === 'attribute' ? ' Unknown attribute.' : ''}`,
    );
}

/** Returns the error for what EC2 does but the simulation does not. */
export function notSimulated(what: string): AwsError {
  return new AwsError('UnsupportedParameter', `${what} is not simulated`);
}
