import type { Place } from '../syntax/definition-error';
import { invalid } from '../syntax/definition-error';
import { compileIntrinsic } from './intrinsic';
import { compilePath } from '../syntax/path';
import { readPath, type Expression } from '../syntax/path-value';

/**
 * A JSONPath, a context path or an intrinsic function. Reading throws States.Runtime for what is not there, as AWS
 * does.
 */
export function compileExpression(text: string, place: Place): Expression {
  if (text.startsWith('$')) return readPath(compilePath(text, place), place.field);
  if (/^States\.\w+\(/.test(text)) return compileIntrinsic(text, place);
  throw invalid(place, `'${text}' must be a JSONPath ('$…') or an intrinsic function ('States.…(…)').`);
}
