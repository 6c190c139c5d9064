import type { Random } from '../../../kernel/types';
import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';

/**
 * An intrinsic function: how many arguments it takes, and its value. It throws IntrinsicProblem for arguments that do
 * not fit.
 */
export interface Intrinsic {
  readonly least: number;
  readonly most: number;
  readonly apply: (values: readonly Json[], random: Random) => Json;
}

/** Returns the value as an array; the error names what it is instead. */
export function array(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  throw wrong('an array', value);
}

/** Returns the value as a string. */
export function text(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw wrong('a string', value);
}

/** Returns the value as a whole number; as in AWS a fraction is cut off. */
export function integer(value: Json | undefined): number {
  if (typeof value === 'number') return Math.trunc(value);
  throw wrong('a number', value);
}

/** Returns the value as an object. */
export function object(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw wrong('an object', value);
}

function wrong(expected: string, value: Json | undefined): Error {
  return new Error(`expected ${expected} instead of ${JSON.stringify(value)}.`);
}
