import type { Location } from './definition-error';
import { invalid } from './definition-error';

export type Segment =
  | { kind: 'name'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'all' }
  | { kind: 'slice'; from: number | undefined; to: number | undefined }
  | { kind: 'descend' };

const NAME = /[^\s.[\]()*,:?@'"\\]+/y;
const QUOTED = /\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y;
const INDEX = /\[(-?\d+)\]/y;
const SLICE = /\[(-?\d*):(-?\d*)\]/y;
const ALL = /\[\*\]/y;

/**
 * Parses the segments of a JSONPath that starts with `$`. Throws InvalidDefinition where the text leaves the subset.
 */
export function parsePath(text: string, location: Location): Segment[] {
  if (!text.startsWith('$')) throw invalid(location, `'${text}' is not a JSONPath: it must start with '$'.`);
  const segments: Segment[] = [];
  let at = 1;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const bracket = (): Segment | undefined => {
    let found = match(QUOTED);
    if (found) return { kind: 'name', name: (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1') };
    found = match(INDEX);
    if (found) return { kind: 'index', index: Number(found[1]) };
    found = match(SLICE);
    if (found) return { kind: 'slice', from: limit(found[1]), to: limit(found[2]) };
    return match(ALL) ? { kind: 'all' } : undefined;
  };
  const afterDot = (): Segment | undefined => {
    if (text[at] === '*') {
      at += 1;
      return { kind: 'all' };
    }
    const found = match(NAME);
    return found ? { kind: 'name', name: found[0] } : undefined;
  };
  while (at < text.length) {
    let segment: Segment | undefined;
    if (text.startsWith('..', at)) {
      segments.push({ kind: 'descend' });
      at += 2;
      segment = text[at] === '[' ? bracket() : afterDot();
    } else if (text[at] === '.') {
      at += 1;
      segment = afterDot();
    } else segment = bracket();
    if (!segment) {
      throw invalid(
        location,
        `the JSONPath '${text}' is not simulated from '${text.slice(at) || text}' on: use names, ['names'], [indices], [*], [from:to] and '..' only (no filters, unions or functions).`,
      );
    }
    segments.push(segment);
  }
  return segments;
}

function limit(text: string | undefined): number | undefined {
  return text ? Number(text) : undefined;
}
