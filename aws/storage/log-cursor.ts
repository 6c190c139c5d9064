import { createHash } from 'node:crypto';
import { SpawnError } from '../../core/errors';

/** How far a reader has come: for each stream the time of its last line and how many lines of that time were read. */
export type LogMarks = Record<string, [time: number, lines: number]>;

/** The short name that a stream has in a cursor; the streams of one prefix start alike. */
export function markName(prefix: string, stream = ''): string {
  return short(prefix) + (stream && short(stream));
}

/** The time of the last line that was read of a prefix's streams; 0 when there is none. */
export function lastTime(marks: LogMarks, prefix: string): number {
  const own = markName(prefix);
  return Math.max(0, ...Object.entries(marks).flatMap(([name, [time]]) => (name.startsWith(own) ? time : [])));
}

/** Marks as text for an address. */
export function encodeMarks(marks: LogMarks): string {
  return Buffer.from(JSON.stringify(marks)).toString('base64url');
}

/** The marks of a cursor, none for the start. Throws InvalidRequest for text that is no cursor. */
export function decodeMarks(cursor: string | undefined): LogMarks {
  if (cursor === undefined) return {};
  try {
    const marks: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isMarks(marks)) return marks;
  } catch {
    // Not JSON: refused below like everything else that is no cursor.
  }
  throw new SpawnError(
    'InvalidRequest',
    `'${cursor.slice(0, 60)}' is not a cursor of a log: start without a cursor, then use the one in the answer.`,
    { cursor: cursor.slice(0, 60) },
  );
}

function isMarks(value: unknown): value is LogMarks {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.values(value).every(
    (mark) => Array.isArray(mark) && mark.length === 2 && mark.every((part) => Number.isSafeInteger(part)),
  );
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 8);
}
