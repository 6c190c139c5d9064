import { StatesError } from '../value/errors';
import type { Location } from '../syntax/definition-error';
import { invalid } from '../syntax/definition-error';
import { readPath, type Expression } from '../syntax/path-value';
import type { Argument, IntrinsicCall } from './intrinsic-parser';
import { parseIntrinsic } from './intrinsic-parser';
import { arrayFunctions } from './arrays';
import type { Intrinsic } from './arguments';
import { objectFunctions } from './objects';
import { textFunctions } from './texts';

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map(
  Object.entries({ ...textFunctions, ...arrayFunctions, ...objectFunctions }),
);
const DEEPEST_NESTING = 10;

/**
 * Compiles a call of an intrinsic function. Unknown functions and wrong numbers of arguments throw InvalidDefinition;
 * wrong values States.IntrinsicFailure when read.
 */
export function compileIntrinsic(text: string, location: Location): Expression {
  return compileCall(parseIntrinsic(text, location), text, location, 1);
}

function compileCall(call: IntrinsicCall, text: string, location: Location, depth: number): Expression {
  const intrinsic = INTRINSICS.get(call.name);
  if (!intrinsic) throw invalid(location, `there is no intrinsic function '${call.name}'.`);
  if (depth > DEEPEST_NESTING)
    throw invalid(location, `'${text}' nests intrinsic functions more than ${DEEPEST_NESTING} deep.`);
  if (call.arguments.length < intrinsic.least || call.arguments.length > intrinsic.most) {
    throw invalid(
      location,
      `'${call.name}' takes ${range(intrinsic)}, and '${text}' gives it ${call.arguments.length}.`,
    );
  }
  const values = call.arguments.map((argument) => compileArgument(argument, call.name, text, location, depth));
  return (data) => {
    const given = values.map((value) => value(data));
    try {
      return intrinsic.apply(given, data.random);
    } catch (problem) {
      throw new StatesError(
        'States.IntrinsicFailure',
        `Failed to run ${text} specified for the field '${location.field}': ${problem instanceof Error ? problem.message : String(problem)}`,
      );
    }
  };
}

function compileArgument(
  argument: Argument,
  name: string,
  text: string,
  location: Location,
  depth: number,
): Expression {
  if (argument.kind === 'call') return compileCall(argument, text, location, depth + 1);
  if (argument.kind === 'path') return readPath(argument.path, location.field);
  // Only States.Format gives a meaning to escaped braces, so it gets them as they are written.
  const value =
    typeof argument.value === 'string' && name !== 'States.Format'
      ? argument.value.replace(/\\([{}])/g, '$1')
      : argument.value;
  return () => value;
}

function range({ least, most }: Intrinsic): string {
  if (most === Infinity) return `${least} or more arguments`;
  return least === most ? `${least} argument(s)` : `${least} to ${most} arguments`;
}
