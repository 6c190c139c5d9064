import type { Location } from '../syntax/definition-error';
import { invalid } from '../syntax/definition-error';
import { compileIntrinsic } from './intrinsic';
import { compilePath } from '../syntax/path';
import { readPath, type Expression } from '../syntax/path-value';

/**
 * Compiles a JSONPath, a context path or an intrinsic function. Reading throws States.Runtime for what is not there, as
 * AWS does.
 */
export function compileExpression(text: string, location: Location): Expression {
  if (text.startsWith('$')) return readPath(compilePath(text, location), location.field);
  if (/^States\.\w+\(/.test(text)) return compileIntrinsic(text, location);
  throw invalid(location, `'${text}' must be a JSONPath ('$…') or an intrinsic function ('States.…(…)').`);
}
