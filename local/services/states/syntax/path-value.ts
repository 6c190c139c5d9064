import type { Random } from '../../../kernel/types';
import { StatesError } from '../value/errors';
import type { Json } from '../value/json';
import type { Path } from './path';

/**
 * What an expression may read: the state's effective input (or result), the context object, and the dice of
 * States.UUID.
 */
export interface Data {
  readonly input: Json;
  readonly context: Json;
  readonly random: Random;
}

export type Expression = (data: Data) => Json;

/** Reads a path out of the data. Throws States.Runtime naming path, field and input when there is nothing. */
export function readPath(path: Path, field: string): Expression {
  return (data) => {
    const root = path.context ? data.context : data.input;
    const value = path.find(root);
    if (value !== undefined) return value;
    throw new StatesError(
      'States.Runtime',
      `The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(root)}'`,
    );
  };
}
