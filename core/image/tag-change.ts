import { SpawnError } from '../errors';
import type { Architecture, Image } from '../model/image';
import { readImageTags } from './from-tags';
import { present } from './tags';
import { checkReleaseNames } from '../model/release-name';
import { tagKeys, type Tags } from '../tags';
import { saysYes } from '../lib/text-boolean';
import { checkBoolean, checkTag, checkTagKey, parseUserTags } from '../model/user-tags';
import { variantOf } from '../model/variant';

/**
 * What somebody wants an image's tags to say: facts that have a key of spawn's, the user's own tags, and keys to take
 * off.
 */
export interface TagChange {
  stack?: string;
  version?: string;
  /** A label, such as `cuda12`; the architecture is added to it. */
  variant?: string;
  base?: string;
  arch?: string;
  gpu?: string;
  tags: Tags;
  remove: string[];
}

/**
 * Reads what is to be changed; `stack`, `version` and `base` may also come as tags. Throws InvalidTag for a reserved
 * key, for one that is set and removed, or for two values of one fact, InvalidName or InvalidVersion by the rules of
 * recipes.
 */
export function readTagChange(wanted: {
  tags: Tags;
  remove_tags: readonly string[];
  stack?: string;
  version?: string;
  variant?: string;
  base?: string;
}): TagChange {
  const { tags, ...user } = parseUserTags(wanted.tags);
  const facts = present({ stack: wanted.stack, version: wanted.version, variant: wanted.variant, base: wanted.base });
  for (const [name, value] of Object.entries(facts)) {
    checkTag(name, value);
    const other = wanted.tags[name];
    if (other !== undefined && other !== value)
      throw new SpawnError('InvalidTag', `${name} is '${value}' and, as a tag, '${other}': give only one of them.`, {
        tag: name,
      });
  }
  const change: TagChange = { ...user, ...facts, tags, remove: [...new Set(wanted.remove_tags)] };
  for (const key of change.remove) {
    checkTagKey(key);
    if (Object.hasOwn(wanted.tags, key))
      throw new SpawnError('InvalidTag', `the tag '${key}' is both set and removed: do only one of these.`, {
        tag: key,
      });
  }
  checkReleaseNames(change);
  if (change.gpu !== undefined) checkBoolean('gpu', change.gpu);
  return change;
}

/**
 * Returns the tags that a change sets on an image. Throws InvalidTag when `arch` is not the image's, InvalidRequest
 * for a version or variant of an image without a stack.
 */
export function tagsToSet(
  change: TagChange,
  image: { ami_id: string; architecture: Architecture; gpu: boolean; stack?: string; variant?: string },
): Tags {
  if (change.arch !== undefined && change.arch !== image.architecture) {
    throw new SpawnError(
      'InvalidTag',
      `the tag arch is ${change.arch}, but ${image.ami_id} is ${image.architecture}: leave the tag out.`,
      { tag: 'arch' },
    );
  }
  const stack = change.stack ?? image.stack;
  if (stack === undefined && (change.version ?? change.variant) !== undefined) {
    throw new SpawnError(
      'InvalidRequest',
      `${image.ami_id} has no stack, and a version or variant requires one: set the stack too.`,
      { ami_id: image.ami_id },
    );
  }
  const gpu = change.gpu === undefined ? image.gpu : saysYes(change.gpu);
  const isNamed = change.variant !== undefined || image.variant === undefined;
  return present({
    ...change.tags,
    [tagKeys.stack]: change.stack,
    [tagKeys.version]: change.version,
    [tagKeys.variant]:
      stack !== undefined && isNamed
        ? variantOf({ architecture: image.architecture, gpu, label: change.variant })
        : undefined,
    [tagKeys.base]: change.base,
    [tagKeys.gpu]: change.gpu,
  });
}

/**
 * Returns what a change does to an image of ours: tags to set, keys to remove, and the record after it; undefined when
 * nothing differs.
 */
export function retag(
  image: Image,
  change: TagChange,
  now: Date,
): { tags: Tags; remove: string[]; image: Image } | undefined {
  const tags = Object.fromEntries(
    Object.entries(tagsToSet(change, image)).filter(([key, value]) => image.tags[key] !== value),
  );
  const remove = change.remove.filter((key) => Object.hasOwn(image.tags, key));
  if (Object.keys(tags).length + remove.length === 0) return undefined;
  const kept = Object.entries(image.tags).filter(([key]) => !remove.includes(key));
  const after = { ...Object.fromEntries(kept), ...tags };
  return {
    tags,
    remove,
    image: { ...image, ...readImageTags(after, now), tags: after, updated_at: now.toISOString() },
  };
}
