import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { has } from '../../../kernel/facts';
import { AwsError } from '../../../kernel/types';
import { arnOf, authorizeAll, resourceTags } from '../state/authorize';
import { missingParameter, notSimulated } from '../state/faults';
import { filtered } from '../state/filters';
import type { KeyPair } from '../state/model';
import { born, newId, tagList, type Handler, type Region, type Request } from '../state/simulation';
import { authorizeTagOnCreate, setTags, tagSpecifications } from '../state/tags';

/** Creates a key pair and answers with its private key, this one time. `ppk` is not simulated. */
export const createKeyPair: Handler = (request) => {
  const { input } = request;
  const type: string = input.KeyType ?? 'rsa';
  if ((input.KeyFormat ?? 'pem') !== 'pem') throw notSimulated(`CreateKeyPair.KeyFormat ${input.KeyFormat}`);
  const make = prepare(request);
  return () => {
    const made =
      type === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { privateKey } = made;
    const pair = make(type, fingerprint(type, privateKey));
    const KeyMaterial = privateKey.export({ format: 'pem', type: type === 'rsa' ? 'pkcs1' : 'pkcs8' }).toString();
    return { ...describe(request.region, pair), KeyMaterial };
  };
};

/** EC2 shows the SHA-1 of the private key of a pair that it made; of ed25519 the SHA-256 (user guide, key pairs). */
function fingerprint(type: string, key: KeyObject): string {
  const der = key.export({ format: 'der', type: 'pkcs8' });
  if (type === 'ed25519') return createHash('sha256').update(der).digest('base64');
  return withColons(createHash('sha1').update(der).digest('hex'));
}

const withColons = (hex: string): string => hex.replace(/..(?=.)/g, '$&:');

/** Takes the public key of a pair that somebody made elsewhere, in the form of OpenSSH or PEM. */
export const importKeyPair: Handler = (request) => {
  const material = Buffer.from(request.input.PublicKeyMaterial ?? '').toString();
  const type = /^ssh-ed25519 /.test(material) ? 'ed25519' : 'rsa';
  if (!/^ssh-(rsa|ed25519) [A-Za-z0-9+/=]+/.test(material) && !isPublicKey(material))
    throw new AwsError('InvalidKey.Format', 'Key is not in valid OpenSSH public key format');
  const make = prepare(request);
  const bytes = Buffer.from(material.split(' ')[1] ?? material, 'base64');
  return () => describe(request.region, make(type, withColons(createHash('md5').update(bytes).digest('hex'))));
};

function isPublicKey(material: string): boolean {
  try {
    return createPublicKey(material).type === 'public';
  } catch {
    return false;
  }
}

function prepare(request: Request): (type: string, fingerprint: string) => KeyPair {
  const { simulation, region, input, call } = request;
  const name: string | undefined = input.KeyName;
  if (!name) throw missingParameter('KeyName');
  if (name.length > 255)
    throw new AwsError('InvalidParameterValue', `Value (${name}) for parameter keyName is invalid.`);
  const tags = tagSpecifications(request, ['key-pair'])['key-pair']!;
  call.authorize(`ec2:${call.action}`, arnOf(request, 'key-pair', name), { 'ec2:Region': region.name });
  authorizeTagOnCreate(request, 'key-pair', tags);
  if (knows(request, name)) throw new AwsError('InvalidKeyPair.Duplicate', `The keypair already exists`);
  return (type, fingerprint) => {
    const pair = { id: newId(simulation, 'key-'), ...born(simulation), name, type, fingerprint };
    region.keyPairs.set(name, pair);
    setTags(region, pair.id, tags);
    return pair;
  };
}

/** Returns whether a key pair of that name can be given to an instance. */
export function knows({ simulation, region }: Pick<Request, 'simulation' | 'region'>, name: string): boolean {
  if (!has(simulation.world, 'key-pairs-are-regional'))
    return [...simulation.regions.values()].some(({ keyPairs }) => keyPairs.has(name));
  return region.keyPairs.has(name) || (simulation.options.keyPairs?.includes(name) ?? false);
}

const describe = (region: Region, pair: KeyPair): Record<string, any> => ({
  KeyPairId: pair.id,
  KeyName: pair.name,
  KeyType: pair.type,
  KeyFingerprint: pair.fingerprint,
  Tags: tagList(region, pair.id),
});

/** Lists key pairs by name, id or filter. The options' key pairs have no key to describe: they are not listed. */
export const describeKeyPairs: Handler = (request) => {
  const { region, input } = request;
  authorizeAll(request);
  const pairs = [...region.keyPairs.values()];
  const missing = (input.KeyNames ?? []).filter((name: string) => !pairs.some((pair) => pair.name === name));
  if (missing.length > 0)
    throw new AwsError('InvalidKeyPair.NotFound', `The key pair '${missing.join(', ')}' does not exist`);
  const named = pairs.filter(
    ({ name, id }) => (input.KeyNames?.includes(name) ?? true) && (input.KeyPairIds?.includes(id) ?? true),
  );
  const chosen = filtered(region, named, input.Filters, {
    'key-name': ({ name }) => name,
    'key-pair-id': ({ id }) => id,
    fingerprint: ({ fingerprint }) => fingerprint,
  });
  return () => ({
    KeyPairs: chosen.map((pair) => ({ ...describe(region, pair), CreateTime: new Date(pair.createdAt) })),
  });
};

/** Deletes a key pair; it succeeds for one that does not exist (API reference, DeleteKeyPair). */
export const deleteKeyPair: Handler = (request) => {
  const { region, input, call } = request;
  const pair = [...region.keyPairs.values()].find(({ id, name }) => name === input.KeyName || id === input.KeyPairId);
  if (!input.KeyName && !input.KeyPairId) throw missingParameter('KeyName');
  const context = pair === undefined ? { 'ec2:Region': region.name } : resourceTags(region, pair.id);
  call.authorize('ec2:DeleteKeyPair', arnOf(request, 'key-pair', pair?.name ?? input.KeyName), context);
  return () => {
    if (pair === undefined) return { Return: true };
    region.keyPairs.delete(pair.name);
    region.tags.delete(pair.id);
    return { Return: true, KeyPairId: pair.id };
  };
};
