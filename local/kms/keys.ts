import type { KeyObject } from 'node:crypto';
import { createECDH, createPrivateKey } from 'node:crypto';
import { uuid } from '../random';
import type { PolicyDocument, PolicyStatement, World } from '../types';

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
  privateKey(): KeyObject;
}

/** What the key policy says that AWS gives a key unless another is asked for: the account decides, by IAM. */
export const defaultKeyPolicy = (accountId: string): PolicyDocument =>
  ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'kms:*', Resource: '*' } as PolicyStatement] });

/** An ECDSA key on P-256 whose secret comes from the simulation's own random numbers, so that a seed gives the same key. */
function signingKey(random: () => number): KeyObject {
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(Buffer.from(Array.from({ length: 32 }, () => Math.floor(random() * 255))));
  const point = pair.getPublicKey();
  const text = (bytes: Buffer): string => bytes.toString('base64url');
  const jwk = { kty: 'EC', crv: 'P-256', d: text(pair.getPrivateKey()), x: text(point.subarray(1, 33)), y: text(point.subarray(33)) };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}

/** All keys and aliases of an account. */
export class KeyRing {
  readonly keys = new Map<string, Key>();
  /** Key ids by `REGION alias/NAME`. */
  readonly aliases = new Map<string, string>();

  constructor(private readonly world: World) {}

  add(facts: Partial<Key> & { region: string }): Key {
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
      policy: defaultKeyPolicy(world.accountId),
      ...facts,
      keyId,
      arn: `arn:aws:kms:${facts.region}:${world.accountId}:key/${keyId}`,
      privateKey: () => (secret ??= signingKey(world.random)),
    };
    this.keys.set(key.arn, key);
    return key;
  }

  alias(region: string, name: string, keyId: string): void {
    this.aliases.set(`${region} ${name}`, keyId);
  }

  /** A key by its id, its ARN, an alias or an alias's ARN, as requests name it. AWS's own key for EBS is there when it is first asked for. */
  find(region: string, name: string): Key | undefined {
    const [place, id] = /^arn:aws:kms:([a-z0-9-]+):\d+:(?:key\/)?(.+)$/.exec(name)?.slice(1) ?? [region, name];
    const keyId = id!.startsWith('alias/') ? (this.aliases.get(`${place} ${id}`) ?? this.managed(place!, id!)) : id!;
    return keyId === undefined ? undefined : this.keys.get(`arn:aws:kms:${place}:${this.world.accountId}:key/${keyId}`);
  }

  private managed(region: string, alias: string): string | undefined {
    if (alias !== 'alias/aws/ebs') return undefined;
    const { keyId } = this.add({ region, manager: 'AWS', description: 'Default key that protects my EBS volumes when no other key is defined' });
    this.alias(region, alias, keyId);
    return keyId;
  }
}
