import { SpawnError } from '../errors';
import type { Image } from '../model/image';
import { tagTime } from './tags';
import { tagKeys, type Tags } from '../tags';
import { isRevoked } from './revocation';
import { isGone } from './usability';
import { readTime } from '../lib/duration';

/** When the night disables an image, and when its cleanup removes it. */
export interface Schedule {
  disable_at?: Date;
  remove_at?: Date;
}

/** Returns the schedule in the tags of an image, as the tags say it. */
export function scheduleOf(tags: Tags): { disable_at?: string; remove_at?: string } {
  const { [tagKeys.disableAt]: disable_at, [tagKeys.removeAt]: remove_at } = tags;
  return { ...(disable_at !== undefined && { disable_at }), ...(remove_at !== undefined && { remove_at }) };
}

/** Returns whether an image is to be disabled or removed at some time. */
export function isScheduled({ tags }: Pick<Image, 'tags'>): boolean {
  return Object.keys(scheduleOf(tags)).length > 0;
}

/** Returns the tags of a schedule; what it does not name is not among them. */
export function scheduleTags({ disable_at, remove_at }: Schedule): Partial<Record<string, string>> {
  return {
    [tagKeys.disableAt]: disable_at && tagTime(disable_at),
    [tagKeys.removeAt]: remove_at && tagTime(remove_at),
  };
}

/**
 * Returns the wanted schedule of an image that is deprecated from `at` on; what is not given stays as its tags say.
 * Throws InvalidRequest for a time in the past, and for an order other than deprecated, disabled, removed.
 */
export function parseSchedule(
  wanted: { disable_at?: string; remove_at?: string },
  image: Pick<Image, 'tags'>,
  at: Date | undefined,
  now: Date,
): Schedule {
  const parsed = { disable_at: future(wanted.disable_at, now), remove_at: future(wanted.remove_at, now) };
  const known = scheduleOf(image.tags);
  const times = [
    { what: 'deprecated', time: at ?? now },
    { what: 'disabled', time: parsed.disable_at ?? dateOf(known.disable_at) },
    { what: 'removed', time: parsed.remove_at ?? dateOf(known.remove_at) },
  ].filter((each): each is { what: string; time: Date } => each.time !== undefined);
  for (const [index, { what, time }] of times.entries()) {
    const earlier = times[index - 1];
    if (earlier !== undefined && time < earlier.time)
      throw new SpawnError(
        'InvalidRequest',
        `the image would be ${what} at ${time.toISOString()}, before it is ${earlier.what} at ${earlier.time.toISOString()}: give a later time.`,
        { time: time.toISOString() },
      );
  }
  return parsed;
}

/** Returns whether the removal of an image is scheduled and its time has come; a time that cannot be read has not. */
export function isRemovalDue(tags: Tags, now: Date): boolean {
  return isPast(tags[tagKeys.removeAt], now);
}

/** Returns the images of a deployment whose time to be disabled has come. A candidate and what is gone are left out. */
export function dueDisablings(images: readonly Image[], deployment: string, now: Date): Image[] {
  return images.filter(
    (image) =>
      image.deployment === deployment &&
      image.lifecycle === 'published' &&
      !isGone(image) &&
      !isRevoked(image) &&
      isPast(image.tags[tagKeys.disableAt], now),
  );
}

/** Returns the images of a deployment whose time to be removed has come, and which are still there. */
export function dueRemovals(images: readonly Image[], deployment: string, now: Date): Image[] {
  return images.filter((image) => image.deployment === deployment && !isGone(image) && isRemovalDue(image.tags, now));
}

/** Returns the reason of a revocation that was scheduled, in at most 256 characters, which a tag can hold. */
export function reasonOfDisabling(tags: Tags): string {
  const reason = tags[tagKeys.deprecationReason];
  return `disabled as scheduled${reason ? `: ${reason}` : ''}`.slice(0, 256);
}

function future(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (time >= now) return time;
  throw new SpawnError('InvalidRequest', `the time ${text} is in the past: give a future time.`, { time: text });
}

function dateOf(text: string | undefined): Date | undefined {
  const time = readTime(text);
  return Number.isNaN(time) ? undefined : new Date(time);
}

function isPast(text: string | undefined, now: Date): boolean {
  return readTime(text) <= now.getTime();
}
