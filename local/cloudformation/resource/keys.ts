import { createHash } from 'node:crypto';
import { specOf } from '../../services/kms/service';
import type { Kind } from './site';

/**
 * Returns the id of a key, formed from its path in the templates: its policy may be asked for before the key is made.
 */
function keyIdOf(path: string): string {
  const hex = createHash('sha256').update(path).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export const key: Kind = {
  type: 'AWS::KMS::Key',
  models: ['KeySpec', 'KeyUsage', 'KeyPolicy', 'Description', 'Enabled'],
  ignores: {
    PendingWindowInDays: 'nothing deletes keys',
    EnableKeyRotation: 'material stays as long as the process',
    Tags: 'nothing decides by tags of keys',
  },
  identify({ stack, logicalId }, { accountId, region }) {
    const keyId = keyIdOf(`${stack.name}/${logicalId}`);
    return { ref: keyId, attributes: { Arn: `arn:aws:kms:${region}:${accountId}:key/${keyId}`, KeyId: keyId } };
  },
  create({ identity, properties }, { kms, region }) {
    const {
      KeySpec = 'SYMMETRIC_DEFAULT',
      KeyUsage = 'ENCRYPT_DECRYPT',
      KeyPolicy,
      Description = '',
      Enabled = true,
    } = properties;
    kms.ring.add({
      keyId: identity.ref,
      region,
      ...specOf(KeySpec, KeyUsage),
      description: Description,
      enabled: Enabled,
      ...(KeyPolicy && { policy: KeyPolicy }),
    });
  },
};

export const alias: Kind = {
  type: 'AWS::KMS::Alias',
  models: ['AliasName', 'TargetKeyId'],
  identify: (resource) => ({ ref: String(resource.property('AliasName')), attributes: {} }),
  create: ({ identity, properties }, { kms, region }) =>
    kms.ring.alias(region, identity.ref, String(properties.TargetKeyId).split('/').pop()!),
};
