import type { Random } from '../../types';
import { StatesError } from '../errors';
import type { Json } from '../json';
import type { Place } from './definition-error';
import { invalid } from './definition-error';
import { compileIntrinsic } from './intrinsic';
import type { Path } from './path';
import { compilePath } from './path';

/** What an expression may read: the state's effective input (or result), the context object, and the dice of States.UUID. */
export interface Data {
  readonly input: Json;
  readonly context: Json;
  readonly random: Random;
}

export type Expression = (data: Data) => Json;

/** A JSONPath, a context path or an intrinsic function. Reading throws States.Runtime for what is not there, as AWS does. */
export function compileExpression(text: string, place: Place): Expression {
  if (text.startsWith('$')) return readPath(compilePath(text, place), place.field);
  if (/^States\.\w+\(/.test(text)) return compileIntrinsic(text, place);
  throw invalid(place, `'${text}' must be a JSONPath ('$…') or an intrinsic function ('States.…(…)').`);
}

/** Reads a path out of the data. Throws States.Runtime naming path, field and input when there is nothing. */
export function readPath(path: Path, field: string): Expression {
  return (data) => {
    const root = path.context ? data.context : data.input;
    const value = path.find(root);
    if (value !== undefined) return value;
    throw new StatesError('States.Runtime', `The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(root)}'`);
  };
}
