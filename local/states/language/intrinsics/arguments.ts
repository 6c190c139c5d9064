import type { Json, JsonObject } from '../../json';
import { isObject } from '../../json';

/** The value as an array; the error names what it is instead. */
export function array(value: Json | undefined): Json[] {
  if (Array.isArray(value)) return value;
  throw wrong('an array', value);
}

/** The value as a string. */
export function text(value: Json | undefined): string {
  if (typeof value === 'string') return value;
  throw wrong('a string', value);
}

/** The value as a whole number; as in AWS a fraction is cut off. */
export function integer(value: Json | undefined): number {
  if (typeof value === 'number') return Math.trunc(value);
  throw wrong('a number', value);
}

/** The value as an object. */
export function object(value: Json | undefined): JsonObject {
  if (isObject(value)) return value;
  throw wrong('an object', value);
}

function wrong(expected: string, value: Json | undefined): Error {
  return new Error(`expected ${expected} instead of ${JSON.stringify(value)}.`);
}
