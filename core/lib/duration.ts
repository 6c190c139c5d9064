import { SpawnError } from '../errors';

const secondsOf = { d: 86_400, h: 3_600, m: 60, s: 1 } as const;
const form = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** The form of a duration, for schemas: `90m`, `1h30m`, `7d`. */
export const durationPattern = /^(?=\d)(\d{1,6}d)?(\d{1,6}h)?(\d{1,6}m)?(\d{1,6}s)?$/;

/** Returns the seconds of a duration such as `2h`, `90m`, `1h30m` or `7d`. Throws InvalidRequest, also for zero. */
export function parseDuration(text: string): number {
  const match = durationPattern.test(text) ? form.exec(text) : null;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const total = days * secondsOf.d + hours * secondsOf.h + minutes * secondsOf.m + seconds;
  if (!match || total === 0) {
    throw new SpawnError(
      'InvalidRequest',
      `'${text}' is not a duration: write, for example, 90m, 2h, 1h30m or 7d. Zero is not allowed.`,
      {
        duration: text,
      },
    );
  }
  return total;
}

/** Returns the shortest text for a number of seconds: 5400 gives `1h30m`, 0 gives `0s`. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  let text = '';
  for (const [unit, size] of Object.entries(secondsOf)) {
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text || '0s';
}

/** Returns the text for a time that changes while it is read, in at most two units: `2h5m`, `58m`, `1m20s`. */
export function formatRough(seconds: number): string {
  const unit = seconds >= 86_400 ? 3_600 : seconds >= 600 ? 60 : 1;
  return formatDuration(Math.floor(Math.max(0, seconds) / unit) * unit);
}

/**
 * Returns an age as lists print it: whole days from one day on (`5d`), else hours and minutes (`2h10m`, `2h`, `10m`,
 * `0m`).
 */
export function formatAge(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000));
  if (minutes >= 1_440) return `${Math.floor(minutes / 1_440)}d`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest}m`;
  return rest === 0 ? `${hours}h` : `${hours}h${rest}m`;
}

const timeForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/**
 * Returns the milliseconds of a time that EC2, spawn or a person wrote; NaN for any other text, so that no comparison
 * with it is true. A time is a date in UTC, or date, time and offset (RFC 3339). Date.parse reads more: `until release
 * 2` as the year 2001, 30 February as 2 March, and a time without an offset in the zone of the machine.
 */
export function readTime(text: string | undefined): number {
  const [, year, month, day] = timeForm.exec(text ?? '') ?? [];
  if (text === undefined || year === undefined) return NaN;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
  return exists ? Date.parse(text) : NaN;
}
