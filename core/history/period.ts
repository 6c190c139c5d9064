import { SpawnError } from '../errors';

const day = 86_400_000;
const usualDays = 30;
const mostYears = 10;

/**
 * Returns the start of a history: the time that was asked for, or 30 days ago. Throws InvalidRequest for a time in the
 * future or more than ten years ago.
 */
export function startOfHistory(since: string | undefined, now: Date): Date {
  if (since === undefined) return new Date(now.getTime() - usualDays * day);
  const start = new Date(since);
  const earliest = new Date(now);
  earliest.setUTCFullYear(now.getUTCFullYear() - mostYears);
  if (start > now || start < earliest)
    throw new SpawnError(
      'InvalidRequest',
      `'since' is "${since}": give a time in the past, at most ${mostYears} years ago.`,
      { since },
    );
  return start;
}

/** Returns the months from one time back to another, newest first: `2026-02`, `2026-01`. */
export function monthsBack(from: Date, to: Date): string[] {
  const last = Date.UTC(to.getUTCFullYear(), to.getUTCMonth(), 1);
  const months: string[] = [];
  for (let index = 0; ; index += 1) {
    const month = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - index, 1);
    if (month < last) return months;
    months.push(new Date(month).toISOString().slice(0, 7));
  }
}

/** Returns so many complete days before a time, newest first, such as `2026-01-13`. */
export function completeDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(now.getTime() - (index + 1) * day).toISOString().slice(0, 10),
  );
}
