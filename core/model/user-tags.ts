import { SpawnError } from '../errors';
import { prefix, tagKeys, type Tags } from '../tags';

// EC2's own limits (user guide, "Tag your Amazon EC2 resources").
const maximumTags = 50;
const maximumKey = 127;
const maximumValue = 256;
const control = /[\u0000-\u001f\u007f]/;

/** What a user's tags say: facts that have a place of their own, and `tags`, which go onto the image as they are. */
export interface UserTags {
  stack?: string;
  version?: string;
  base?: string;
  arch?: string;
  gpu?: string;
  tags: Tags;
}

// Written without prefix by users, kept with it; `arch` and `gpu` must agree with what EC2 says of the image.
const aliases = ['stack', 'version', 'base', 'arch', 'gpu'] as const;
// Keys with our prefix whose value only the user can know.
const free: readonly string[] = [tagKeys.python, tagKeys.node, tagKeys.framework, tagKeys.keep];
// Keys that come later, on replicas, releases and deprecated images, and must still find room.
const laterKeys: readonly string[] = [
  tagKeys.replicatedFrom,
  tagKeys.latest,
  tagKeys.deprecated,
  tagKeys.deprecatedDate,
  tagKeys.replacement,
  tagKeys.deprecationReason,
  tagKeys.revoked,
  tagKeys.revokedDate,
  tagKeys.revocationReason,
];

/** Splits `key=value` at the first `=`. Throws InvalidTag when there is no `=`, or the key comes twice. */
export function splitTags(entries: readonly string[]): Tags {
  const tags: Tags = {};
  for (const entry of entries) {
    const at = entry.indexOf('=');
    if (at < 1)
      throw new SpawnError('InvalidTag', `the tag '${entry}' has no key and value: write it as key=value.`, {
        tag: entry,
      });
    const key = entry.slice(0, at);
    if (Object.hasOwn(tags, key))
      throw new SpawnError('InvalidTag', `the tag key '${key}' is given twice: give it once.`, { tag: key });
    tags[key] = entry.slice(at + 1);
  }
  return tags;
}

/**
 * Sorts a user's tags: stack, version, base, arch and gpu are facts, everything else stays free.
 * Throws InvalidTag for a key that is spawn's or AWS's own, and for keys or values that EC2 does not take.
 */
export function parseUserTags(given: Tags): UserTags {
  const facts: Omit<UserTags, 'tags'> = {};
  const tags: Tags = {};
  for (const [key, value] of Object.entries(given)) {
    checkTag(key, value);
    const alias = aliases.find((name) => name === key);
    if (alias) facts[alias] = value;
    else tags[key] = value;
  }
  return { ...facts, tags };
}

/**
 * Throws InvalidTag when a user may not set this key, EC2 would not take key or value, or a protection cannot be read.
 */
export function checkTag(key: string, value: string): void {
  checkTagKey(key, value);
  if (value.length > maximumValue)
    throw refusal(key, `the value of the tag '${key}' has ${value.length} characters: ${maximumValue} are allowed.`);
  if (control.test(value))
    throw refusal(key, `the value of the tag '${key}' contains a control character: leave it out.`);
  if (key === tagKeys.keep) checkBoolean(key, value);
}

/** Throws InvalidTag unless the value of a tag is `true` or `false`, as spawn writes it. */
export function checkBoolean(key: string, value: string): void {
  if (!['true', 'false'].includes(value)) throw refusal(key, `the tag ${key} is '${value}': write true or false.`);
}

/**
 * Throws InvalidTag when a user may not set or remove this key, or EC2 would not take it. `value` is for the advice.
 */
export function checkTagKey(key: string, value = '…'): void {
  const refuse = (why: string): never => {
    throw refusal(key, why);
  };
  const lower = key.toLowerCase();
  if (key.trim() === '') refuse('a tag without a key: write it as key=value.');
  if (lower.startsWith('aws:'))
    refuse(`the tag '${key}' is reserved for AWS: choose a key that does not begin with aws:.`);
  if (lower.startsWith(prefix) && !free.includes(key)) {
    const alias = aliases.find((name) => key === prefix + name);
    refuse(
      `the tag '${key}' is spawn's own: ${alias ? `write '${alias}=${value}' instead.` : `choose a key that does not begin with ${prefix}.`}`,
    );
  }
  if (key.length > maximumKey)
    refuse(`the tag key '${key.slice(0, 40)}…' has ${key.length} characters: ${maximumKey} are allowed.`);
  if (control.test(key)) refuse(`the tag key '${key}' contains a control character: leave it out.`);
}

function refusal(key: string, why: string): SpawnError {
  return new SpawnError('InvalidTag', why, { tag: key });
}

/**
 * Throws InvalidTag when the tags of an image, with those that spawn adds later, would be more than EC2's 50.
 * `own` are the keys of the user among them.
 */
export function checkTagCount(tags: Tags, own: Tags): void {
  const room = laterKeys.filter((key) => !Object.hasOwn(tags, key)).length;
  const all = Object.keys(tags).length + room;
  if (all <= maximumTags) return;
  const yours = Object.keys(own).length;
  throw new SpawnError(
    'InvalidTag',
    `${yours} tags of yours and ${all - yours} of spawn's own make ${all}, and EC2 allows ${maximumTags} on an image: remove ${all - maximumTags}.`,
    { count: all, limit: maximumTags },
  );
}
