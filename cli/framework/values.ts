import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { durationPattern, parseDuration } from '../../core/lib/duration';
import type { Host } from './context';
import { usageError } from './failure';

/** Returns the text of a value: the content of `@file` or of standard input for `@-`, otherwise the value itself. */
export async function readValue(host: Host, flag: string, text: string): Promise<string> {
  if (!text.startsWith('@')) return text;
  if (text === '@-') return host.terminal.readAll();
  const path = resolve(host.directory, text.slice(1));
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : (error as Error).message;
    throw usageError(`cannot read ${text.slice(1)} of --${flag}: ${reason}`);
  }
}

/** Returns the text of a script that must be a file: `@validate.sh` or `@-`. Refuses a value without the `@`. */
export async function readScript(host: Host, flag: string, text: string | undefined): Promise<string | undefined> {
  if (text === undefined) return undefined;
  if (!text.startsWith('@')) {
    throw usageError(`--${flag} takes a file: write --${flag} @${text}, or @- for standard input`);
  }
  return readValue(host, flag, text);
}

/**
 * Splits `k=v` at the first `=`; the value may be empty and may contain `=`. `form` describes the value of the flag if
 * it is not a tag.
 */
export function splitTag(flag: string, text: string, form?: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1)
    throw usageError(
      form === undefined
        ? `'${text}' of --${flag} is not a tag: write --${flag} key=value`
        : `'${text}' of --${flag} is not ${form}`,
    );
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Returns the tags of a repeatable flag. Refuses a key that is given twice. */
export function collectTags(flag: string, texts: readonly string[], form?: string): Record<string, string> {
  const tags = new Map<string, string>();
  for (const [key, value] of texts.map((text) => splitTag(flag, text, form))) {
    if (tags.has(key)) throw usageError(`--${flag} ${key}=… is given twice: use each key only once`);
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

/** Parses a duration such as `2h` into seconds. */
export const durationValue = (text: string): number => parseDuration(text);

/** Returns a parser of durations that are a whole number of units of so many seconds, including 0. */
const multipleOf =
  (seconds: number, unit: string) =>
  (text: string): number => {
    const duration = text === '0' || /^0[smhd]$/.test(text) ? 0 : durationValue(text);
    if (duration % seconds !== 0) throw usageError(`'${text}' is not a whole number of ${unit}`);
    return duration / seconds;
  };

/** Parses a duration such as `90d` into whole days. */
export const daysValue = multipleOf(86_400, 'days');

/** Parses a duration such as `1h` into whole minutes. */
export const minutesValue = multipleOf(60, 'minutes');

/**
 * Parses the time in which EC2 must complete copies into minutes, in steps of 15 minutes. Checked here, because the API
 * gets only minutes and could not name the original value.
 */
export function completionValue(text: string): number {
  const minutes = minutesValue(text);
  if (minutes < 15 || minutes > 2880 || minutes % 15 !== 0)
    throw usageError(`'${text}' is not valid: use 15m to 48h in steps of 15m`);
  return minutes;
}

/** Parses a time such as `2026-03-01` (midnight UTC) or `2026-03-01T12:00:00Z`; returns RFC 3339 in UTC. */
export function timeValue(text: string): string {
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
  const time = form.test(text) ? new Date(text) : new Date(Number.NaN);
  // A day that the month does not have would roll over into the next month.
  const isDay =
    !Number.isNaN(time.getTime()) &&
    new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  if (!isDay) throw usageError(`'${text}' is not a date: write for example 2026-03-01 or 2026-03-01T12:00:00Z`);
  return time.toISOString();
}

/**
 * Parses a time (`2026-03-01`) or a duration from now on (`30d`); returns a function that gives the time, RFC 3339 in
 * UTC.
 */
export function momentValue(text: string): (now: Date) => string {
  if (durationPattern.test(text)) {
    const seconds = durationValue(text);
    return (now) => new Date(now.getTime() + seconds * 1000).toISOString();
  }
  if (!/^\d{4}-/.test(text))
    throw usageError(`'${text}' is neither a date nor a duration: write for example 2026-03-01 or 30d`);
  const time = timeValue(text);
  return () => time;
}

/** Parses a time, or a duration before now (`7d`); returns a function that gives the time, RFC 3339 in UTC. */
export function pastValue(text: string): (now: Date) => string {
  if (!durationPattern.test(text)) return momentValue(text);
  const seconds = durationValue(text);
  return (now) => new Date(now.getTime() - seconds * 1000).toISOString();
}

/** Parses a day such as `2026-03-01`. */
export function dayValue(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw usageError(`'${text}' is not a day: write for example 2026-03-01`);
  timeValue(text);
  return text;
}

/** The form of flags that name keys. */
export const keyForm = 'a region and a key in it: write eu-west-1=arn:aws:kms:eu-west-1:123456789012:key/…';

/** Parses a whole number of at least 1. */
export function countValue(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw usageError(`'${text}' is not a whole number of at least 1`);
  return Number(text);
}

/** Returns a tag unchanged; refuses text that is not a tag. */
export function tagValue(text: string, flag: string): string {
  splitTag(flag, text);
  return text;
}
