import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { present, tagTime } from './tags';
import { tagKeys, type Tags } from '../tags';
import { isAsWritten, saysYes, written } from '../lib/text-boolean';

/** The tags of a deprecation: what is undone takes all of them off. */
export const deprecationKeys = [
  tagKeys.deprecated,
  tagKeys.deprecatedDate,
  tagKeys.replacement,
  tagKeys.deprecationReason,
] as const;

/** What somebody asks for; without `at` it is at once, and what is not given stays as it was. */
export interface Deprecation {
  at?: Date;
  reason?: string;
  replacement?: string;
}

/** What a deprecation changes: tags of the image, EC2's own time where that changes, and the record as it is then. */
export interface DeprecationChange {
  tags: Tags;
  deprecate_at?: Date;
  image: Image;
}

const minute = 60_000;
const mostYears = 10;

/**
 * Reads when a deprecation is to begin. Throws InvalidRequest for a time that has passed or lies more than ten years
 * ahead, which EC2 refuses (EnableImageDeprecation, DeprecateAt).
 */
export function deprecationTime(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + mostYears);
  if (at < now)
    throw new SpawnError(
      'InvalidRequest',
      `the time ${text} has passed: leave it out to deprecate at once, or name one in the future.`,
      { at: text },
    );
  if (at > latest)
    throw new SpawnError(
      'InvalidRequest',
      `the time ${text} is more than ${mostYears} years ahead, and EC2 takes no later one: name an earlier time.`,
      { at: text },
    );
  return at;
}

// EC2 refuses a time that has passed: far enough ahead for a call that is repeated, or throttled for a while.
const ahead = 5 * minute;

/** EC2's own time of a deprecation, in whole minutes, to which EC2 rounds; "at once" is five minutes ahead. */
export function ec2DeprecationTime(at: Date, now: Date): Date {
  const soonest = Math.max(at.getTime(), now.getTime() + ahead);
  return new Date(Math.ceil(soonest / minute) * minute);
}

/** Whether an image counts as deprecated: its tag says yes, or the date that it was to be deprecated has come. */
export function isDeprecated(tags: Tags, now: Date): boolean {
  const date = tags[tagKeys.deprecatedDate];
  return saysYes(tags[tagKeys.deprecated]) || (date !== undefined && Date.parse(date) <= now.getTime());
}

/**
 * What a deprecation changes of one image; undefined when it says all of it already. One that is deprecated keeps its
 * date. Until a date in the future has come the image has no `spawn:deprecated`. Throws WrongState when what is
 * deprecated would come back for a while.
 */
export function deprecate(image: Image, wanted: Deprecation, now: Date): DeprecationChange | undefined {
  const before = image.tags[tagKeys.deprecatedDate];
  const known = image.deprecated ? before : undefined;
  const date = wanted.at === undefined ? (known ?? tagTime(now)) : tagTime(wanted.at);
  const isDue = Date.parse(date) <= now.getTime();
  if (image.deprecated && !isDue) {
    throw new SpawnError(
      'WrongState',
      `the image ${image.ami_id} is deprecated already${before ? ` since ${before}` : ''}: undo that first with spawn ami undeprecate ${image.ami_id}.`,
      { ami_id: image.ami_id },
    );
  }
  const tags = present({
    [tagKeys.deprecated]: isDue ? written : undefined,
    [tagKeys.deprecatedDate]: date,
    [tagKeys.replacement]: wanted.replacement,
    [tagKeys.deprecationReason]: wanted.reason,
  });
  if (image.deprecated === isDue && Object.entries(tags).every(([key, value]) => image.tags[key] === value))
    return undefined;
  return {
    tags,
    ...(date !== before && { deprecate_at: ec2DeprecationTime(new Date(date), now) }),
    image: { ...image, tags: { ...image.tags, ...tags }, deprecated: isDue, updated_at: now.toISOString() },
  };
}

/** The deprecation that tags tell of; undefined where they tell of none. */
export function deprecationOf(tags: Tags): Deprecation | undefined {
  const date = tags[tagKeys.deprecatedDate];
  return date === undefined
    ? undefined
    : { at: new Date(date), reason: tags[tagKeys.deprecationReason], replacement: tags[tagKeys.replacement] };
}

/**
 * The record of an image whose deprecation is undone; undefined when nothing says that it is, or will be, deprecated.
 */
export function undeprecate(image: Image, now: Date): Image | undefined {
  if (!image.deprecated && !deprecationKeys.some((key) => Object.hasOwn(image.tags, key))) return undefined;
  const kept = Object.entries(image.tags).filter(([key]) => !(deprecationKeys as readonly string[]).includes(key));
  return { ...image, tags: Object.fromEntries(kept), deprecated: false, updated_at: now.toISOString() };
}

/**
 * Images of a deployment whose date has come since they were told to be deprecated: the night sets their
 * `spawn:deprecated`.
 */
export function dueDeprecations<Subject extends { tags: Tags }>(
  images: readonly Subject[],
  deployment: string,
  now: Date,
): Subject[] {
  return images.filter(
    ({ tags }) =>
      tags[tagKeys.deployment] === deployment && !isAsWritten(tags[tagKeys.deprecated]) && isDeprecated(tags, now),
  );
}
