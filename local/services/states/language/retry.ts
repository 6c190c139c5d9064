import type { StatesError } from '../value/errors';
import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Random } from '../../../kernel/types';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import { fieldsOf, number, text } from '../syntax/fields';
import type { Combine } from '../expression/result-path';
import { compileResultPath } from '../expression/result-path';

export interface Retrier {
  readonly errors: readonly string[];
  readonly maxAttempts: number;
  /** Milliseconds to wait before the attempt after that many retries of this retrier. */
  delay(retries: number, random: Random): number;
}

export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
  readonly combine: Combine;
}

const RETRIER_FIELDS = [
  'ErrorEquals',
  'IntervalSeconds',
  'BackoffRate',
  'MaxAttempts',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];
const CATCHER_FIELDS = ['ErrorEquals', 'Next', 'ResultPath', 'Comment'];
const MOST = 99_999_999;
const LONGEST_DELAY = 31_622_400;

/**
 * Returns whether an error is one of those listed. "States.ALL is a wildcard that matches any known error name", but
 * neither States.DataLimitExceeded nor States.Runtime; "States.TaskFailed matches any known error name except for
 * States.Timeout"; States.Runtime "will always cause the execution to fail".
 */
export function matchesError(listed: readonly string[], error: StatesError): boolean {
  if (error.error === 'States.Runtime') return false;
  const names = [error.error ?? '', ...error.aliases];
  if (listed.some((name) => names.includes(name))) return true;
  if (error.error === 'States.DataLimitExceeded') return false;
  return listed.includes('States.ALL') || (listed.includes('States.TaskFailed') && error.error !== 'States.Timeout');
}

/** Compiles the field Retry of a state. Defaults as in AWS: 1 second, doubled each time, three attempts more. */
export function compileRetry(field: Json | undefined, location: Location): Retrier[] {
  return entries(field, location).map(([retrier, inside]) => {
    fieldsOf(retrier, RETRIER_FIELDS, inside);
    const interval = number(retrier, 'IntervalSeconds', inside, { least: 1, most: MOST, whole: true }) ?? 1;
    const rate = number(retrier, 'BackoffRate', inside, { least: 1, most: MOST, whole: false }) ?? 2;
    const longest =
      number(retrier, 'MaxDelaySeconds', inside, { least: 1, most: LONGEST_DELAY - 1, whole: true }) ?? Infinity;
    const jitter = text(retrier, 'JitterStrategy', inside) ?? 'NONE';
    if (jitter !== 'NONE' && jitter !== 'FULL')
      throw invalid(within(inside, 'JitterStrategy'), `'${jitter}' must be FULL or NONE.`);
    return {
      errors: errorNames(retrier, inside),
      maxAttempts: number(retrier, 'MaxAttempts', inside, { least: 0, most: MOST, whole: true }) ?? 3,
      delay: (retries, random) =>
        Math.min(interval * rate ** retries, longest) * 1000 * (jitter === 'FULL' ? random() : 1),
    };
  });
}

/** Compiles the field Catch of a state: which error leads where, and how the error output goes into the raw input. */
export function compileCatch(field: Json | undefined, location: Location): Catcher[] {
  return entries(field, location).map(([catcher, inside]) => {
    fieldsOf(catcher, CATCHER_FIELDS, inside);
    const next = text(catcher, 'Next', inside);
    if (next === undefined) throw invalid(within(inside, 'Next'), 'is missing.');
    return {
      errors: errorNames(catcher, inside),
      next,
      combine: compileResultPath(catcher.ResultPath, within(inside, 'ResultPath')),
    };
  });
}

function entries(field: Json | undefined, location: Location): [JsonObject, Location][] {
  if (field === undefined) return [];
  if (!Array.isArray(field)) throw invalid(location, 'must be a list.');
  return field.map((entry, index) => {
    const inside = within(location, String(index));
    if (!isObject(entry)) throw invalid(inside, 'must be an object.');
    const names = entry.ErrorEquals;
    if (Array.isArray(names) && names.includes('States.ALL') && (names.length > 1 || index < field.length - 1)) {
      throw invalid(within(inside, 'ErrorEquals'), "'States.ALL' must stand alone and in the last entry.");
    }
    return [entry, inside];
  });
}

function errorNames(entry: JsonObject, location: Location): string[] {
  const names = entry.ErrorEquals;
  if (!Array.isArray(names) || names.length === 0)
    throw invalid(within(location, 'ErrorEquals'), 'must be a list of at least one error name.');
  return names.map((name) => {
    if (typeof name !== 'string')
      throw invalid(within(location, 'ErrorEquals'), `${JSON.stringify(name)} is not an error name.`);
    return name;
  });
}
