import type { KeyObject } from 'node:crypto';
import { createECDH, createPrivateKey } from 'node:crypto';
import { uuid } from '../../kernel/random';
import type { PolicyDocument, PolicyStatement, World } from '../../kernel/types';

/**
 * Who may use a key besides what its policy says: EC2 looks at it when another account copies what the key encrypts.
 */
export interface Grant {
  GrantId: string;
  KeyId: string;
  Name?: string;
  CreationDate: Date;
  GranteePrincipal: string;
  Operations: string[];
  IssuingAccount: string;
  /** When the grant begins to count, in milliseconds; nobody is told. */
  effectiveAt: number;
}

/** A key of one region. Its material is made when it is first used. */
export interface Key {
  keyId: string;
  arn: string;
  region: string;
  spec: 'ECC_NIST_P256' | 'SYMMETRIC_DEFAULT';
  usage: 'SIGN_VERIFY' | 'ENCRYPT_DECRYPT';
  manager: 'CUSTOMER' | 'AWS';
  description: string;
  createdAt: number;
  enabled: boolean;
  policy: PolicyDocument;
  grants: Grant[];
  privateKey(): KeyObject;
}

/** Returns the policy that AWS gives a key by default: IAM of the account decides. */
export const defaultKeyPolicy = (accountId: string): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    } as PolicyStatement,
  ],
});

/**
 * An ECDSA key on P-256 whose secret comes from the simulation's own random numbers, so that a seed gives the same key.
 */
function signingKey(random: () => number): KeyObject {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(Array.from({ length: 32 }, () => Math.floor(random() * 255))));
  const point = pair.getPublicKey();
  const text = (bytes: Buffer): string => bytes.toString('base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: text(pair.getPrivateKey()),
    x: text(point.subarray(1, 33)),
    y: text(point.subarray(33)),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** All keys and aliases of all accounts. */
export class KeyRing {
  readonly keys = new Map<string, Key>();
  /** Key ids by `ACCOUNT REGION alias/NAME`. */
  readonly aliases = new Map<string, string>();

  constructor(private readonly world: World) {}

  /** A new key, of the home account unless another is named. */
  add({ account = this.world.accountId, ...facts }: Partial<Key> & { region: string; account?: string }): Key {
    const { world } = this;
    const keyId = facts.keyId ?? uuid(world.random);
    let secret: KeyObject | undefined;
    const key: Key = {
      spec: 'SYMMETRIC_DEFAULT',
      usage: 'ENCRYPT_DECRYPT',
      manager: 'CUSTOMER',
      description: '',
      enabled: true,
      createdAt: world.clock.now(),
      policy: defaultKeyPolicy(account),
      grants: [],
      ...facts,
      keyId,
      arn: `arn:aws:kms:${facts.region}:${account}:key/${keyId}`,
      privateKey: () => (secret ??= signingKey(world.random)),
    };
    this.keys.set(key.arn, key);
    return key;
  }

  alias(region: string, name: string, keyId: string, account = this.world.accountId): void {
    this.aliases.set(`${account} ${region} ${name}`, keyId);
  }

  /**
   * A key by its id, its ARN, an alias or an alias's ARN, as requests name it. AWS's own key for EBS is there when it
   * is first asked for.
   */
  find(region: string, name: string, asking = this.world.accountId): Key | undefined {
    const [keyRegion, account, id] = (/^arn:aws:kms:([a-z0-9-]+):(\d+):(?:key\/)?(.+)$/.exec(name)?.slice(1) ?? [
      region,
      asking,
      name,
    ]) as [string, string, string];
    const keyId = id.startsWith('alias/')
      ? (this.aliases.get(`${account} ${keyRegion} ${id}`) ?? this.managed(keyRegion, id, account))
      : id;
    return keyId === undefined ? undefined : this.keys.get(`arn:aws:kms:${keyRegion}:${account}:key/${keyId}`);
  }

  private managed(region: string, alias: string, account: string): string | undefined {
    if (alias !== 'alias/aws/ebs') return undefined;
    const { keyId } = this.add({
      account,
      region,
      manager: 'AWS',
      description: 'Default key that protects my EBS volumes when no other key is defined',
    });
    this.alias(region, alias, keyId, account);
    return keyId;
  }
}
