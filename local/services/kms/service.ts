import { createHash, createPublicKey, verify } from 'node:crypto';
import { accountOf } from '../../kernel/accounts';
import { principalArn } from '../iam/authorize';
import { decideByResource } from '../iam/resource-policy';
import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { Call, ConditionContext, PolicyDocument, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import { grantOperations, usualGrantDelay, type GrantDelay } from './grants';
import { isSignatureOf, signDigest } from './digests';
import type { Key } from './keys';
import { KeyRing } from './keys';

export interface Kms extends OperationService {
  readonly ring: KeyRing;
}

export interface KmsOptions {
  /** How long grants take to count; seeded, up to five minutes by default. */
  grantDelay?: GrantDelay;
}

const SPECS: Record<string, Key['spec']> = { ECC_NIST_P256: 'ECC_NIST_P256', SYMMETRIC_DEFAULT: 'SYMMETRIC_DEFAULT' };
const bytesOf = (value: unknown): Buffer =>
  typeof value === 'string' ? Buffer.from(value, 'base64') : Buffer.from(value as Uint8Array);
const RAW = 'RAW';
const DIGEST = 'DIGEST';
const digestLength = 32;

/**
 * Creates KMS: keys for ECDSA on P-256 with real signatures, and symmetric ones as far as EC2 needs them. The policy of
 * a key and IAM decide who may use it: here, a principal that the policy names needs the permission of IAM, too.
 */
export function createKms(world: World, { grantDelay = usualGrantDelay }: KmsOptions = {}): Kms {
  const ring = new KeyRing(world);

  function admit(call: Call, key: Key, context: ConditionContext): void {
    const all = {
      'aws:PrincipalArn': principalArn(call.principal.arn),
      'aws:PrincipalAccount': accountOf(call.principal),
      ...context,
    };
    const decision = decideByResource(
      key.policy,
      { aws: principalArn(call.principal.arn) },
      `kms:${call.action}`,
      key.arn,
      all,
    );
    if (decision !== 'allowed') {
      const because =
        decision === 'explicit-deny'
          ? 'with an explicit deny in a resource-based policy'
          : `because no resource-based policy allows the kms:${call.action} action`;
      throw new AwsError(
        'AccessDeniedException',
        `User: ${call.principal.arn} is not authorized to perform: kms:${call.action} on resource: ${key.arn} ${because}`,
        400,
      );
    }
  }

  function find(call: Call, more: ConditionContext = {}): Key {
    const name = String(call.input.KeyId);
    const alias = /(?:^|:)(alias\/.+)$/.exec(name)?.[1];
    const account = accountOf(call.principal);
    const key = ring.find(call.region, name, account);
    const context = { 'kms:CallerAccount': account, 'kms:RequestAlias': alias, ...more };
    call.authorize(
      `kms:${call.action}`,
      key?.arn ?? `arn:aws:kms:${call.region}:${account}:key/${name.replace(/^.*[:/]/, '')}`,
      context,
    );
    if (!key)
      throw new AwsError(
        'NotFoundException',
        alias ? `Alias arn:aws:kms:${call.region}:${account}:${alias} is not found.` : `Key '${name}' does not exist`,
      );
    admit(call, key, context);
    return key;
  }

  function signingKey(call: Call): Key {
    const { SigningAlgorithm: algorithm, MessageType: type = RAW } = call.input;
    const key = find(call, { 'kms:SigningAlgorithm': algorithm, 'kms:MessageType': type });
    if (!key.enabled) throw new AwsError('DisabledException', `${key.arn} is disabled.`);
    if (key.usage !== 'SIGN_VERIFY')
      throw new AwsError(
        'InvalidKeyUsageException',
        `${key.arn} key usage is ${key.usage} which is not valid for ${call.action}.`,
      );
    if (algorithm !== 'ECDSA_SHA_256')
      throw new AwsError(
        'InvalidKeyUsageException',
        `Algorithm ${algorithm} is incompatible with key spec ${key.spec}.`,
      );
    if (type !== RAW && type !== DIGEST)
      throw new AwsError('UnsupportedParameter', `kms ${call.action}.MessageType ${type} is not simulated.`);
    return key;
  }

  /**
   * The message that is signed, or its digest. KMS takes 4096 bytes of a message at most, and of a longer one its
   * digest (API reference, Sign).
   */
  function message(call: Call): Buffer {
    const found = bytesOf(call.input.Message);
    if (call.input.MessageType === DIGEST && found.length !== digestLength)
      throw new AwsError(
        'ValidationException',
        `Digest is invalid length for algorithm ECDSA_SHA_256: it has ${found.length} bytes and not ${digestLength}`,
      );
    if (found.length >= 1 && found.length <= 4096) return found;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'message' failed to satisfy constraint: Member must have length between 1 and 4096, and has ${found.length}`,
    );
  }

  const digestOf = (call: Call): Buffer =>
    call.input.MessageType === DIGEST ? message(call) : createHash('sha256').update(message(call)).digest();

  const metadata = (key: Key): Record<string, any> => ({
    AWSAccountId: accountOf(key),
    KeyId: key.keyId,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: key.enabled,
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.enabled ? 'Enabled' : 'Disabled',
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    KeySpec: key.spec,
    MultiRegion: false,
  });
  const publicKey = (key: Key) => createPublicKey(key.privateKey());

  const service = createService('kms', {
    CreateKey: {
      parameters: ['KeySpec', 'KeyUsage', 'Description', 'Policy'],
      run(call) {
        const { KeySpec = 'SYMMETRIC_DEFAULT', KeyUsage = 'ENCRYPT_DECRYPT', Description = '', Policy } = call.input;
        call.authorize('kms:CreateKey', '*');
        return {
          KeyMetadata: metadata(
            ring.add({
              account: accountOf(call.principal),
              region: call.region,
              ...specOf(KeySpec, KeyUsage),
              description: Description,
              ...(Policy && { policy: JSON.parse(Policy) as PolicyDocument }),
            }),
          ),
        };
      },
    },
    CreateAlias: {
      parameters: ['AliasName', 'TargetKeyId'],
      run(call) {
        const { AliasName: name, TargetKeyId: target } = call.input;
        const account = accountOf(call.principal);
        call.authorize('kms:CreateAlias', `arn:aws:kms:${call.region}:${account}:${name}`);
        if (ring.aliases.has(`${account} ${call.region} ${name}`))
          throw new AwsError(
            'AlreadyExistsException',
            `An alias with the name arn:aws:kms:${call.region}:${account}:${name} already exists`,
          );
        const key = ring.find(call.region, target, account);
        if (!key) throw new AwsError('NotFoundException', `Key '${target}' does not exist`);
        ring.alias(call.region, name, key.keyId, account);
        return {};
      },
    },
    DescribeKey: { parameters: ['KeyId'], run: (call) => ({ KeyMetadata: metadata(find(call)) }) },
    ...grantOperations(world, find, grantDelay),
    DisableKey: { parameters: ['KeyId'], run: (call) => (Object.assign(find(call), { enabled: false }), {}) },
    EnableKey: { parameters: ['KeyId'], run: (call) => (Object.assign(find(call), { enabled: true }), {}) },
    GetPublicKey: {
      parameters: ['KeyId'],
      run(call) {
        const key = find(call);
        if (key.usage !== 'SIGN_VERIFY')
          throw new AwsError('UnsupportedOperationException', `${key.arn} has no public key.`);
        return {
          KeyId: key.arn,
          KeySpec: key.spec,
          KeyUsage: key.usage,
          SigningAlgorithms: ['ECDSA_SHA_256'],
          PublicKey: publicKey(key).export({ type: 'spki', format: 'der' }),
        };
      },
    },
    Sign: {
      parameters: ['KeyId', 'Message', 'MessageType', 'SigningAlgorithm'],
      run(call) {
        const key = signingKey(call);
        return {
          KeyId: key.arn,
          SigningAlgorithm: 'ECDSA_SHA_256',
          Signature: signDigest(digestOf(call), key.privateKey()),
        };
      },
    },
    Verify: {
      parameters: ['KeyId', 'Message', 'MessageType', 'SigningAlgorithm', 'Signature'],
      run(call) {
        const key = signingKey(call);
        const [found, signature] = [message(call), bytesOf(call.input.Signature)];
        const isValid =
          call.input.MessageType === DIGEST
            ? isSignatureOf(found, key.privateKey(), signature)
            : verify('sha256', found, publicKey(key), signature);
        if (!isValid) throw new AwsError('KMSInvalidSignatureException', '');
        return { KeyId: key.arn, SigningAlgorithm: 'ECDSA_SHA_256', SignatureValid: true };
      },
    },
  });
  return { ...service, ring, inAllAccounts: true };
}

/** Returns the spec and usage of a key, from a template or a request. Throws for what is not simulated. */
export function specOf(spec: string, usage: string): { spec: Key['spec']; usage: Key['usage'] } {
  const known = SPECS[spec];
  if (!known) throw new AwsError('UnsupportedParameter', `kms KeySpec ${spec} is not simulated.`);
  const wanted = known === 'ECC_NIST_P256' ? 'SIGN_VERIFY' : 'ENCRYPT_DECRYPT';
  if (usage !== wanted)
    throw new AwsError('UnsupportedParameter', `kms KeyUsage ${usage} of a key ${spec} is not simulated.`);
  return { spec: known, usage: wanted };
}
