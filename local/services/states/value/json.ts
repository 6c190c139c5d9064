import { StatesError } from './errors';

/** A value as it goes from state to state. It is shared between states and never changed in place. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

/** Bytes that an input, an output or a result may have. */
export const PAYLOAD_LIMIT = 262_144;

/** Returns whether the value is an object, not an array and not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Encodes a value as JSON. Throws States.DataLimitExceeded, which names the producer, above 256 KiB. */
export function encode(value: Json, producer: string): string {
  const text = JSON.stringify(value);
  if (text.length * 3 > PAYLOAD_LIMIT && Buffer.byteLength(text) > PAYLOAD_LIMIT) {
    throw new StatesError(
      'States.DataLimitExceeded',
      `The state/task '${producer}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    );
  }
  return text;
}
