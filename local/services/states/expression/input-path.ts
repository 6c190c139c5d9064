import { StatesError } from '../value/errors';
import type { Json } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid } from '../syntax/definition-error';
import type { Expression } from '../syntax/path-value';
import { compilePath } from '../syntax/path';

/**
 * Compiles the fields InputPath and OutputPath: `null` gives `{}`, nothing gives all, a path what it names. Reading
 * throws States.Runtime when that is nothing.
 */
export function compileInputPath(field: Json | undefined, location: Location): Expression {
  if (field === undefined || field === '$') return (data) => data.input;
  if (field === null) return () => ({});
  if (typeof field !== 'string')
    throw invalid(location, `must be null or a JSONPath, and is ${JSON.stringify(field)}.`);
  const path = compilePath(field, location);
  return (data) => {
    const value = path.find(path.context ? data.context : data.input);
    if (value !== undefined) return value;
    throw new StatesError('States.Runtime', `Invalid path '${field}': No results for path: ${field}`);
  };
}
