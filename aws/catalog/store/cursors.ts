import { SpawnError } from '../../../core/errors';
import type { Condition } from './items';

/** A query of the table or one of its indexes: a partition, the start of the sort key, a filter. */
export interface Question {
  index?: 'gsi1' | 'gsi2';
  partition: string;
  startsWith?: string;
  /** The last sort key that is included, in the order of the alphabet. */
  upTo?: string;
  descending?: boolean;
  where?: Condition;
}

type StartKey = Record<string, string>;

/** Returns the end of a page as text for a URL: the keys of its last item. */
export function encodeCursor(question: Question, last: Record<string, unknown>): string {
  const key = Object.fromEntries(namesOf(question).map((name) => [name, last[name]]));
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Returns the key in a cursor. Throws InvalidRequest for a cursor of another query. */
export function startOf(question: Question, cursor: string): StartKey {
  const key = decoded(cursor);
  const names = namesOf(question);
  const { index = '', partition, startsWith = '' } = question;
  const fits =
    key !== undefined &&
    Object.keys(key).length === names.length &&
    names.every((name) => typeof key[name] === 'string') &&
    key[`${index}pk`] === partition &&
    key[`${index}sk`]?.startsWith(startsWith);
  if (!fits) throw noCursor(cursor);
  return key;
}

/** Returns the error for a cursor of another list. */
export function noCursor(cursor: string): SpawnError {
  return new SpawnError(
    'InvalidRequest',
    `'${cursor.slice(0, 60)}' is not a cursor of this list: start without a cursor, then use the one in the answer with the same filters.`,
    { cursor: cursor.slice(0, 60) },
  );
}

function namesOf({ index }: Question): string[] {
  return index ? ['pk', 'sk', `${index}pk`, `${index}sk`] : ['pk', 'sk'];
}

function decoded(cursor: string): StartKey | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as StartKey) : undefined;
  } catch {
    return undefined;
  }
}
