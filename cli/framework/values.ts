import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseDuration } from '../../core/lib/duration';
import type { Host } from './context';
import { usageError } from './failure';

/** The text of a value that may be `@file` or `@-` (standard input); any other text is itself. */
export async function readValue(host: Host, flag: string, text: string): Promise<string> {
  if (!text.startsWith('@')) return text;
  if (text === '@-') return host.terminal.readAll();
  const path = resolve(host.directory, text.slice(1));
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw usageError(`cannot read ${text.slice(1)} of --${flag}: ${reason}`);
  }
}

/** The text of a script that must be a file: `@validate.sh` or `@-`. A value without the `@` is refused. */
export async function readScript(host: Host, flag: string, text: string | undefined): Promise<string | undefined> {
  if (text === undefined) return undefined;
  if (!text.startsWith('@')) {
    throw usageError(`--${flag} takes a file: write --${flag} @${text}, or @- for standard input`);
  }
  return readValue(host, flag, text);
}

/**
 * Splits `k=v` at the first `=`; the value may be empty and may contain `=`. `form` is what the flag takes, where that
 * is no tag.
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

/** The tags of a repeatable flag; a key given twice is refused, since one of the values would be lost. */
export function collectTags(flag: string, texts: readonly string[], form?: string): Record<string, string> {
  const tags = new Map<string, string>();
  for (const [key, value] of texts.map((text) => splitTag(flag, text, form))) {
    if (tags.has(key)) throw usageError(`--${flag} ${key}=… is given twice: give every key once`);
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

/** Seconds of a duration flag such as `2h`; the duration's own error names the value. */
export const durationValue = (text: string): number => parseDuration(text);

/** A parser of durations that are a whole number of a unit of so many seconds, 0 included; gives how many. */
const multipleOf =
  (seconds: number, unit: string) =>
  (text: string): number => {
    const duration = text === '0' || /^0[smhd]$/.test(text) ? 0 : durationValue(text);
    if (duration % seconds !== 0) throw usageError(`'${text}' is no whole number of ${unit}`);
    return duration / seconds;
  };

/** Whole days of a flag such as `90d`. */
export const daysValue = multipleOf(86_400, 'days');

/** Whole minutes of a flag such as `1h`. */
export const minutesValue = multipleOf(60, 'minutes');

/**
 * Minutes in which EC2 is to complete copies: it takes quarters of an hour. The API knows only minutes, not what was
 * typed.
 */
export function completionValue(text: string): number {
  const minutes = minutesValue(text);
  if (minutes < 15 || minutes > 2880 || minutes % 15 !== 0)
    throw usageError(`'${text}' is not 15m to 48h in steps of 15m, within which EC2 completes copies`);
  return minutes;
}

/** A time such as `2026-03-01` (its beginning in UTC) or `2026-03-01T12:00:00Z`, as RFC 3339 in UTC. */
export function timeValue(text: string): string {
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
  const time = form.test(text) ? new Date(text) : new Date(Number.NaN);
  // A day that its month does not have would roll over into the next.
  const isDay =
    !Number.isNaN(time.getTime()) &&
    new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(text.slice(8, 10));
  if (!isDay) throw usageError(`'${text}' is not a date: write for example 2026-03-01 or 2026-03-01T12:00:00Z`);
  return time.toISOString();
}

/** A day such as `2026-03-01`. */
export function dayValue(text: string): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw usageError(`'${text}' is not a day: write for example 2026-03-01`);
  timeValue(text);
  return text;
}

/** What the flags that name keys take. */
export const keyForm = 'a region and a key of it: write eu-west-1=arn:aws:kms:eu-west-1:123456789012:key/…';

/** A whole number of at least 1. */
export function countValue(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw usageError(`'${text}' is not a whole number of at least 1`);
  return Number(text);
}

/** Takes a tag as it is written, and refuses at once what is none. */
export function tagValue(text: string, flag: string): string {
  splitTag(flag, text);
  return text;
}
