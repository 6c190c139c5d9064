import { SpawnError } from '../errors';
import { formatDuration, readTime } from '../lib/duration';
import type { Image } from '../model/image';
import { scheduleKeys } from './revocation';
import { scheduleOf, scheduleTags, type Schedule } from './schedule';
import { present, tagTime } from './tags';
import { tagKeys, type Tags } from '../tags';
import { isAsWritten, saysYes, written } from '../lib/text-boolean';

/** The tags of a deprecation, with the states that are scheduled after it; undoing it removes all of them. */
export const deprecationKeys = [
  tagKeys.deprecated,
  tagKeys.deprecatedDate,
  tagKeys.replacement,
  tagKeys.deprecationReason,
  ...scheduleKeys,
] as const;

/** A requested deprecation. Without `at` it takes effect at once; what is not given stays as it was. */
export interface Deprecation extends Schedule {
  at?: Date;
  reason?: string;
  replacement?: string;
  /** Id of the base image together with which it is deprecated. */
  because_of?: string;
}

/** What a deprecation changes: tags of the image, EC2's own time if that changes, and the record after it. */
export interface DeprecationChange {
  tags: Tags;
  deprecate_at?: Date;
  image: Image;
}

const minute = 60_000;
const mostYears = 10;

/**
 * Parses the start of a deprecation. Throws InvalidRequest for a time in the past or more than ten years ahead, which
 * EC2 refuses (EnableImageDeprecation, DeprecateAt).
 */
export function deprecationTime(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const at = new Date(text);
  const latest = new Date(now);
  latest.setUTCFullYear(now.getUTCFullYear() + mostYears);
  if (at < now)
    throw new SpawnError(
      'InvalidRequest',
      `the time ${text} is in the past: leave it out to deprecate at once, or give a future time.`,
      { at: text },
    );
  if (at > latest)
    throw new SpawnError(
      'InvalidRequest',
      `the time ${text} is more than ${mostYears} years ahead, which EC2 refuses: give an earlier time.`,
      { at: text },
    );
  return at;
}

// EC2 refuses a time in the past: five minutes leave room for a call that is retried or throttled.
const ahead = 5 * minute;

/** Returns EC2's own time of a deprecation, in whole minutes, to which EC2 rounds; "at once" is five minutes ahead. */
export function ec2DeprecationTime(at: Date, now: Date): Date {
  const soonest = Math.max(at.getTime(), now.getTime() + ahead);
  return new Date(Math.ceil(soonest / minute) * minute);
}

/** Returns whether an image counts as deprecated: its tag says yes, or the date of its deprecation has come. */
export function isDeprecated(tags: Tags, now: Date): boolean {
  const date = tags[tagKeys.deprecatedDate];
  return saysYes(tags[tagKeys.deprecated]) || readTime(date) <= now.getTime();
}

/**
 * Returns what a deprecation changes of one image; undefined when nothing changes. A deprecated image keeps its date.
 * An image with a future date has no `spawn:deprecated` until that date. Throws WrongState when a deprecated image
 * would become current again for a while.
 */
export function deprecate(image: Image, wanted: Deprecation, now: Date): DeprecationChange | undefined {
  const before = image.tags[tagKeys.deprecatedDate];
  const known = image.deprecated ? before : undefined;
  const date = wanted.at === undefined ? (known ?? tagTime(now)) : tagTime(wanted.at);
  const isDue = Date.parse(date) <= now.getTime();
  if (image.deprecated && !isDue) {
    throw new SpawnError(
      'WrongState',
      `the image ${image.ami_id} is already deprecated${before ? ` since ${before}` : ''}: run spawn ami undeprecate ${image.ami_id} first.`,
      { ami_id: image.ami_id },
    );
  }
  const tags = present({
    [tagKeys.deprecated]: isDue ? written : undefined,
    [tagKeys.deprecatedDate]: date,
    [tagKeys.replacement]: wanted.replacement,
    [tagKeys.deprecationReason]: wanted.reason,
    ...scheduleTags(wanted),
  });
  if (image.deprecated === isDue && Object.entries(tags).every(([key, value]) => image.tags[key] === value))
    return undefined;
  return {
    tags,
    ...(date !== before && { deprecate_at: ec2DeprecationTime(new Date(date), now) }),
    image: {
      ...image,
      tags: { ...image.tags, ...tags },
      deprecated: isDue,
      deprecated_because_of: wanted.because_of,
      updated_at: now.toISOString(),
    },
  };
}

/**
 * Returns the deprecation of an image that was built on a deprecated one; undefined if it is deprecated already, or
 * will be by then, which stays as it is. The replacement of its base replaces no image that was built on it.
 */
export function deprecationWith(
  base: Pick<Image, 'ami_id' | 'name'>,
  { at, reason }: Deprecation,
  descendant: Image,
  now: Date,
): Deprecation | undefined {
  const planned = descendant.tags[tagKeys.deprecatedDate];
  if (descendant.deprecated || readTime(planned) <= (at ?? now).getTime()) return undefined;
  return { at, reason: reason ?? `built on ${base.name}, which is deprecated`, because_of: base.ami_id };
}

/**
 * Returns the deprecation date that an image gets at its publication: by the age that its recipe sets, in seconds from
 * its creation, or else by the days that the policy of its stack sets. Returns undefined without either, and for an
 * image that is deprecated or has a date already: a person may have set it between two tries of the publication.
 */
export function dateAtPublication(
  { creation_date, deprecated, tags }: Pick<Image, 'creation_date' | 'deprecated' | 'tags'>,
  recipeSeconds: number | undefined,
  policyDays: number | null | undefined,
): Deprecation | undefined {
  if (deprecated || tags[tagKeys.deprecatedDate] !== undefined) return undefined;
  const seconds = recipeSeconds ?? (typeof policyDays === 'number' ? policyDays * 86_400 : undefined);
  if (seconds === undefined) return undefined;
  return {
    at: new Date(Date.parse(creation_date) + seconds * 1000),
    reason: `${recipeSeconds === undefined ? 'the policy of its stack' : 'its recipe'} deprecates it after ${formatDuration(seconds)}`,
  };
}

/** Returns the deprecation in the tags; undefined without one. */
export function deprecationOf(tags: Tags): Deprecation | undefined {
  const date = tags[tagKeys.deprecatedDate];
  if (date === undefined) return undefined;
  const { disable_at, remove_at } = scheduleOf(tags);
  return {
    at: new Date(date),
    reason: tags[tagKeys.deprecationReason],
    replacement: tags[tagKeys.replacement],
    ...(disable_at && { disable_at: new Date(disable_at) }),
    ...(remove_at && { remove_at: new Date(remove_at) }),
  };
}

/**
 * Returns the record of an image whose deprecation is undone; undefined when it is not deprecated and has no date for
 * it.
 */
export function undeprecate(image: Image, now: Date): Image | undefined {
  if (!image.deprecated && !deprecationKeys.some((key) => Object.hasOwn(image.tags, key))) return undefined;
  const kept = Object.entries(image.tags).filter(([key]) => !(deprecationKeys as readonly string[]).includes(key));
  return {
    ...image,
    tags: Object.fromEntries(kept),
    deprecated: false,
    deprecated_because_of: undefined,
    removal_postponed: undefined,
    updated_at: now.toISOString(),
  };
}

/**
 * Returns the images of a deployment whose deprecation date has come: the nightly run sets their `spawn:deprecated`.
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
