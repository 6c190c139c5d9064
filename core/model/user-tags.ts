import { SpawnError } from '../errors';
import { prefix, tagKeys, type Tags } from '../tags';

// EC2's own limits (user guide, "Tag your Amazon EC2 resources").
const maximumTags = 50;
const maximumKey = 127;
const maximumValue = 256;
const control = /[\u0000-\u001f\u007f]/;

/** A user's tags: facts with a field of their own, and `tags`, which are set on the image as they are. */
export interface UserTags {
  stack?: string;
  version?: string;
  base?: string;
  arch?: string;
  gpu?: string;
  tags: Tags;
}

// Users write these without the prefix; `arch` and `gpu` must agree with EC2's image.
const aliases = ['stack', 'version', 'base', 'arch', 'gpu'] as const;
// Keys with our prefix whose value only the user can know.
const free: readonly string[] = [tagKeys.python, tagKeys.node, tagKeys.framework, tagKeys.keep];
// Keys that are set later, on replicas, releases and deprecated images, and need room below the limit.
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

/** Splits `key=value` at the first `=`. Throws InvalidTag when there is no `=`, or a key is given twice. */
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
 * Sorts a user's tags: stack, version, base, arch and gpu are facts, everything else is free. Throws InvalidTag for a
 * key of spawn or AWS, and for keys or values that EC2 does not accept.
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
 * Throws InvalidTag when a user may not set this key, EC2 does not accept key or value, or a protection cannot be
 * read.
 */
export function checkTag(key: string, value: string): void {
  checkTagKey(key, value);
  if (value.length > maximumValue)
    throw refusal(
      key,
      `the value of the tag '${key}' has ${value.length} characters: at most ${maximumValue} are allowed.`,
    );
  if (control.test(value)) throw refusal(key, `the value of the tag '${key}' contains a control character: remove it.`);
  if (key === tagKeys.keep) checkBoolean(key, value);
}

/** Throws InvalidTag unless the value of a tag is `true` or `false`, as spawn writes it. */
export function checkBoolean(key: string, value: string): void {
  if (!['true', 'false'].includes(value)) throw refusal(key, `the tag ${key} is '${value}': write true or false.`);
}

/**
 * Throws InvalidTag when a user may not set or remove this key, or EC2 does not accept it. `value` is for the advice.
 */
export function checkTagKey(key: string, value = '…'): void {
  const refuse = (why: string): never => {
    throw refusal(key, why);
  };
  const lower = key.toLowerCase();
  if (key.trim() === '') refuse('a tag has no key: write it as key=value.');
  if (lower.startsWith('aws:'))
    refuse(`the tag '${key}' is reserved for AWS: choose a key that does not begin with aws:.`);
  if (lower.startsWith(prefix) && !free.includes(key)) {
    const alias = aliases.find((name) => key === prefix + name);
    refuse(
      `the tag '${key}' is reserved for spawn: ${alias ? `write '${alias}=${value}' instead.` : `choose a key that does not begin with ${prefix}.`}`,
    );
  }
  if (key.length > maximumKey)
    refuse(`the tag key '${key.slice(0, 40)}…' has ${key.length} characters: at most ${maximumKey} are allowed.`);
  if (control.test(key)) refuse(`the tag key '${key}' contains a control character: remove it.`);
}

function refusal(key: string, why: string): SpawnError {
  return new SpawnError('InvalidTag', why, { tag: key });
}

/**
 * Throws InvalidTag when the tags of an image, with those that spawn adds later, exceed EC2's limit of 50. `own` are
 * the keys of the user among them.
 */
export function checkTagCount(tags: Tags, own: Tags): void {
  const room = laterKeys.filter((key) => !Object.hasOwn(tags, key)).length;
  const all = Object.keys(tags).length + room;
  if (all <= maximumTags) return;
  const yours = Object.keys(own).length;
  throw new SpawnError(
    'InvalidTag',
    `the image would have ${all} tags (${yours} of yours and ${all - yours} of spawn), and EC2 allows ${maximumTags}: remove ${all - maximumTags}.`,
    { count: all, limit: maximumTags },
  );
}
