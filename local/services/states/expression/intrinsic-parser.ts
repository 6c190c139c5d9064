import type { Json } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid } from '../syntax/definition-error';
import type { Path } from '../syntax/path';
import { compilePath } from '../syntax/path';

export interface IntrinsicCall {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument = IntrinsicCall | { kind: 'path'; path: Path } | { kind: 'literal'; value: Json };

const CALL = /\s*(States\.\w+)\s*\(/y;
const TEXT = /\s*'((?:[^'\\]|\\.)*)'/y;
const WORD = /\s*(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?=\s*[,)])/y;
const PATH = /\s*(\$(?:[^\s,()[\]]|\[(?:'(?:[^'\\]|\\.)*'|[^\]'])*\])*)/y;
const COMMA = /\s*,/y;
const CLOSE = /\s*\)/y;
const END = /\s*$/y;

/** Parses a call such as `States.Format('{}', $.name)`. Throws InvalidDefinition where the text is none. */
export function parseIntrinsic(text: string, location: Location): IntrinsicCall {
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const refuse = () =>
    invalid(location, `'${text}' cannot be read as an intrinsic function from '${text.slice(at)}' on.`);
  const call = (): IntrinsicCall | undefined => {
    const name = match(CALL)?.[1];
    if (name === undefined) return undefined;
    const values: Argument[] = [];
    if (match(CLOSE)) return { kind: 'call', name, arguments: values };
    do values.push(argument());
    while (match(COMMA));
    if (!match(CLOSE)) throw refuse();
    return { kind: 'call', name, arguments: values };
  };
  const argument = (): Argument => {
    const literal = match(TEXT);
    if (literal) return { kind: 'literal', value: (literal[1] ?? '').replace(/\\(['\\])/g, '$1') };
    const word = match(WORD);
    if (word) return { kind: 'literal', value: JSON.parse(word[1] ?? 'null') as Json };
    const path = match(PATH);
    if (path) return { kind: 'path', path: compilePath(path[1] ?? '', location) };
    const nested = call();
    if (!nested) throw refuse();
    return nested;
  };
  const outer = call();
  if (!outer || !match(END)) throw refuse();
  return outer;
}
