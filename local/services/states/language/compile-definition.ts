import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import { compileGroup } from './compile-group';
import { invalid, within } from '../syntax/definition-error';
import { fieldsOf, number, text } from '../syntax/fields';
import type { Definition, State, StateGroup } from './state-types';

const LARGEST_DEFINITION = 1_048_576;

/**
 * Checks and compiles a definition, given as text or object. Throws InvalidDefinition, which names state and field, for
 * whatever this interpreter would not run.
 */
export function compileDefinition(source: string | JsonObject): Definition {
  const location = { field: '' };
  const definition = typeof source === 'string' ? parse(source) : source;
  if (!isObject(definition)) throw invalid({ field: 'definition' }, 'must be an object.');
  fieldsOf(definition, ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'], location);
  const language = text(definition, 'QueryLanguage', location) ?? 'JSONPath';
  if (language !== 'JSONPath')
    throw invalid(within(location, 'QueryLanguage'), `'${language}' is not simulated: use JSONPath.`);
  const version = text(definition, 'Version', location) ?? '1.0';
  if (version !== '1.0') throw invalid(within(location, 'Version'), `'${version}' must be 1.0.`);
  const timeoutSeconds = number(definition, 'TimeoutSeconds', location, { least: 1, most: 99_999_999, whole: true });
  const group = compileGroup(definition, location);
  const names = allStates(group).map((state) => state.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw invalid(
      { state: twice, field: 'States' },
      'the name is given twice; it must be unique in the whole machine.',
    );
  return { ...group, timeoutSeconds };
}

/** Returns all states of a group and of the groups inside of it. */
export function allStates(group: StateGroup): State[] {
  return [...group.states.values()].flatMap((state) => {
    if (state.type === 'Parallel') return [state, ...state.branches.flatMap(allStates)];
    return state.type === 'Map' ? [state, ...allStates(state.processor)] : [state];
  });
}

function parse(source: string): Json {
  if (Buffer.byteLength(source) > LARGEST_DEFINITION)
    throw invalid({ field: 'definition' }, `is larger than ${LARGEST_DEFINITION} bytes.`);
  try {
    return JSON.parse(source) as Json;
  } catch (problem) {
    throw invalid({ field: 'definition' }, `is not JSON: ${(problem as Error).message}`);
  }
}
