import { StatesError } from '../value/errors';
import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid } from '../syntax/definition-error';
import { compilePath } from '../syntax/path';
import type { Segment } from '../syntax/path-parser';

/** Puts a result into the raw input of a state and answers with the combination. */
export type Combine = (input: Json, result: Json) => Json;

/**
 * Compiles the field ResultPath: `null` keeps the input, `$` (the default) the result, a reference path puts the result
 * there, making objects on the way. Reading it throws States.ResultPathMatchFailure where the input has no room for it.
 */
export function compileResultPath(field: unknown, location: Location): Combine {
  if (field === undefined || field === '$') return (_input, result) => result;
  if (field === null) return (input) => input;
  if (typeof field !== 'string')
    throw invalid(location, `must be null or a reference path, and is ${JSON.stringify(field)}.`);
  const path = compilePath(field, location);
  if (path.context)
    throw invalid(location, `'${field}' would write to the context object; use a path that starts with '$.'.`);
  if (!path.definite)
    throw invalid(location, `'${field}' is not a reference path: it may hold names and indices only.`);
  return (input, result) => put(input, path.segments, 0, result, field);
}

function put(target: Json | undefined, segments: readonly Segment[], at: number, result: Json, text: string): Json {
  const segment = segments[at];
  if (!segment) return result;
  if (segment.kind === 'name' && (target === undefined || isObject(target))) {
    const inner = target && Object.hasOwn(target, segment.name) ? target[segment.name] : undefined;
    const value = put(inner, segments, at + 1, result, text);
    const changed: JsonObject = { ...target };
    // An assignment to the name __proto__ would change the prototype instead.
    Object.defineProperty(changed, segment.name, { value, enumerable: true, configurable: true, writable: true });
    return changed;
  }
  if (segment.kind === 'index' && Array.isArray(target) && segment.index >= 0 && segment.index < target.length) {
    return target.with(segment.index, put(target[segment.index], segments, at + 1, result, text));
  }
  throw new StatesError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${text} to input ${JSON.stringify(target ?? null)}`,
  );
}
