import { has } from '../../../kernel/facts';
import { accountOf } from '../../../kernel/accounts';
import { principalArn } from '../../iam/authorize';
import { listOf } from '../../iam/evaluate';
import { decideByResource } from '../../iam/resource-policy';
import { AwsError } from '../../../kernel/types';
import type { EncryptionKey } from './options';
import type { Request, Simulation } from './simulation';

/** AWS's own key, with which EC2 encrypts what names no other. */
export const defaultKey = 'alias/aws/ebs';

/**
 * Returns a key of a region by id, ARN or alias, of the account that asks unless the ARN says otherwise, or undefined
 * when KMS has none. Without a simulated KMS there is AWS's own key only.
 */
export function encryptionKey({ options, world }: Simulation, region: string, name: string): EncryptionKey | undefined {
  if (options.encryptionKey) return options.encryptionKey(region, name, world.accountId);
  return name === defaultKey
    ? { arn: `arn:aws:kms:${region}:${world.accountId}:key/aws-ebs`, manager: 'AWS' }
    : undefined;
}

// What whoever makes EC2 encrypt must be allowed (EBS user guide, permissions to use KMS keys).
const encrypting = [
  'CreateGrant',
  'Decrypt',
  'DescribeKey',
  'GenerateDataKeyWithoutPlaintext',
  'ReEncryptFrom',
  'ReEncryptTo',
];

/**
 * What whoever makes EC2 read what is encrypted with a key of another account must be allowed (EBS user guide, sharing
 * a KMS key).
 */
export const reading = ['CreateGrant', 'Decrypt', 'DescribeKey', 'ReEncryptFrom'];

/**
 * Why EC2 cannot use a key for the caller: it is off, or IAM or its own policy does not allow it. EC2 asks through
 * itself, and grants go to AWS only.
 */
export function keyRefusal(
  { call, simulation, region }: Request,
  { arn, manager, enabled, policy, grants = [] }: EncryptionKey,
  operations: readonly string[] = encrypting,
): string | undefined {
  if (manager === 'AWS') return undefined;
  if (enabled === false) return `The KMS key ${arn} is disabled.`;
  const context = {
    ...(has(simulation.world, 'ec2-uses-keys-for-the-caller') && {
      'kms:ViaService': `ec2.${region.name}.amazonaws.com`,
    }),
    'kms:CallerAccount': simulation.world.accountId,
    'kms:GrantIsForAWSResource': 'true',
  };
  const grantee = `arn:aws:iam::${accountOf(call.principal)}:root`;
  const now = simulation.world.clock.now();
  const counting = grants.filter((grant) => grant.GranteePrincipal === grantee && grant.effectiveAt <= now);
  const isGranted = (operation: string): boolean => counting.some(({ Operations }) => Operations.includes(operation));
  const isAllowed = (operation: string): boolean => {
    const action = `kms:${operation}`;
    try {
      call.authorize(action, arn, context);
    } catch (error) {
      if (error instanceof AwsError) return false;
      throw error;
    }
    const decision =
      policy === undefined
        ? 'allowed'
        : decideByResource(policy, { aws: principalArn(call.principal.arn) }, action, arn, context);
    return decision === 'allowed' || (decision === 'implicit-deny' && isGranted(operation));
  };
  const denied = operations.find((operation) => !isAllowed(operation));
  return denied && `Given key ID is not accessible: ${call.principal.arn} may not ${denied} with ${arn}.`;
}

const wholeAccount = /^(arn:aws:iam::)?\d{12}(:root)?$/;

/**
 * Why EC2 cannot launch a spot instance with a key: a grant or the key's own policy must name the service-linked role
 * of spot, whose IAM policy allows nothing of KMS.
 */
function spotRefusal(
  { simulation }: Request,
  { arn, manager, policy, grants = [] }: EncryptionKey,
): string | undefined {
  if (manager === 'AWS' || !has(simulation.world, 'spot-role-uses-the-key')) return undefined;
  const { accountId, clock } = simulation.world;
  const role = `arn:aws:iam::${accountId}:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot`;
  const granted = grants.filter(({ GranteePrincipal: who, effectiveAt }) => who === role && effectiveAt <= clock.now());
  const naming = policy && { ...policy, Statement: listOf(policy.Statement).filter((each) => !isOfAccount(each)) };
  const isAllowed = (operation: string): boolean =>
    granted.some(({ Operations }) => Operations.includes(operation)) ||
    (naming !== undefined && decideByResource(naming, { aws: role }, `kms:${operation}`, arn, {}) === 'allowed');
  const denied = encrypting.find((operation) => !isAllowed(operation));
  return denied && `Given key ID is not accessible: ${role} may not ${denied} with ${arn}.`;
}

function isOfAccount(statement: { Effect: string; Principal?: { AWS?: string | string[] } }): boolean {
  return statement.Effect === 'Allow' && listOf(statement.Principal?.AWS ?? []).every((who) => wholeAccount.test(who));
}

/**
 * Why EC2 cannot use the keys of volumes for the caller, or for the role of spot; undefined when it can, or when
 * nothing names a key.
 */
export function volumesRefusal(
  request: Request,
  volumes: readonly { encrypted: boolean; keyArn?: string }[],
  isSpot = false,
): string | undefined {
  const { simulation, region } = request;
  const named = volumes.flatMap(({ encrypted, keyArn }) => (encrypted && keyArn !== undefined ? [keyArn] : []));
  return [...new Set(named)]
    .map((arn) => {
      const key = encryptionKey(simulation, region.name, arn);
      if (key) return keyRefusal(request, key) ?? (isSpot ? spotRefusal(request, key) : undefined);
      return `The KMS key ${arn} does not exist in ${region.name}.`;
    })
    .find(Boolean);
}

/**
 * Throws EC2's errors for what an encrypted snapshot does not allow: AWS's own key is never shared, and nothing
 * encrypted is public.
 */
export function requireShareableKeys(
  simulation: Simulation,
  region: string,
  keys: readonly (string | undefined)[],
  isForAll: boolean,
): void {
  const encrypted = keys.filter((key) => key !== undefined);
  const isForeign = (key: string): boolean => encryptionKey(simulation, region, key)?.manager !== 'CUSTOMER';
  if (encrypted.some(isForeign) && has(simulation.world, 'aws-key-is-never-shared')) {
    throw new AwsError(
      'InvalidParameter',
      "Snapshots encrypted with the AWS Managed CMK can't be shared. Specify another snapshot.",
    );
  }
  if (isForAll && encrypted.length > 0)
    throw new AwsError('InvalidParameter', 'Encrypted snapshots cannot be shared publicly.');
}
