import { createHash } from 'node:crypto';
import { SpawnError } from '../../core/errors';

/** The position of a reader: for each stream, the time of its last line and the number of lines read with that time. */
export type LogMarks = Record<string, [time: number, lines: number]>;

/** Returns the short name of a stream in a cursor. The streams of one prefix have the same beginning. */
export function markName(prefix: string, stream = ''): string {
  return short(prefix) + (stream && short(stream));
}

/** Returns the time of the last line read of a prefix's streams; 0 when there is none. */
export function lastTime(marks: LogMarks, prefix: string): number {
  const own = markName(prefix);
  return Math.max(0, ...Object.entries(marks).flatMap(([name, [time]]) => (name.startsWith(own) ? time : [])));
}

/** Returns marks as text for a URL. */
export function encodeMarks(marks: LogMarks): string {
  return Buffer.from(JSON.stringify(marks)).toString('base64url');
}

/** Returns the marks in a cursor; none for the start. Throws InvalidRequest for an invalid cursor. */
export function decodeMarks(cursor: string | undefined): LogMarks {
  if (cursor === undefined) return {};
  try {
    const marks: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isMarks(marks)) return marks;
  } catch {
    // Text that is not JSON is refused below, like every other invalid cursor.
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
