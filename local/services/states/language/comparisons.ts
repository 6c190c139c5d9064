import type { Json } from '../value/json';
import { timestamp } from './timestamp';

type Compare = (value: Json, operand: Json) => boolean;

/**
 * A comparison operator of a Choice rule: whether the operand in the definition fits, and the comparison. Values of
 * another type compare false.
 */
export interface Comparison {
  readonly accepts: (operand: Json) => boolean;
  readonly compare: Compare;
  /** It exists as `…Path` too, with the operand read from the input. */
  readonly byPath: boolean;
}

const isBoolean = (value: Json) => typeof value === 'boolean';
const isNumber = (value: Json) => typeof value === 'number';
const isText = (value: Json) => typeof value === 'string';
const isTime = (value: Json) => timestamp(value) !== undefined;
const orders: Record<string, (order: number) => boolean> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  GreaterThan: (order) => order > 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThanEquals: (order) => order >= 0,
};

function ordered(
  kind: string,
  accepts: (operand: Json) => boolean,
  order: (value: Json, operand: Json) => number,
): [string, Comparison][] {
  return Object.entries(orders).map(([name, holds]) => [
    `${kind}${name}`,
    {
      accepts,
      byPath: true,
      compare: (value, operand) => accepts(value) && accepts(operand) && holds(order(value, operand)),
    },
  ]);
}

function tests(name: string, holds: (value: Json) => boolean): [string, Comparison] {
  return [name, { accepts: isBoolean, byPath: false, compare: (value, operand) => holds(value) === operand }];
}

/** `*` stands for any characters, `\*` for a star, `\\` for a backslash. */
function matches(value: Json, pattern: Json): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false;
  const source = pattern.replace(/\\([*\\])|\*|[.+?^${}()|[\]\\/]/g, (found: string, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return found === '*' ? '.*' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 's').test(value);
}

const byNumber = (value: Json, operand: Json) => Number(value) - Number(operand);
const byText = (value: Json, operand: Json) => (value === operand ? 0 : String(value) < String(operand) ? -1 : 1);
const byTime = (value: Json, operand: Json) => (timestamp(value) ?? 0) - (timestamp(operand) ?? 0);

/** All comparison operators by name, but for IsPresent, which is about the path and not the value. */
export const COMPARISONS: ReadonlyMap<string, Comparison> = new Map([
  ...ordered('String', isText, byText),
  ...ordered('Numeric', isNumber, byNumber),
  ...ordered('Timestamp', isTime, byTime),
  [
    'BooleanEquals',
    { accepts: isBoolean, byPath: true, compare: (value, operand) => isBoolean(value) && value === operand },
  ],
  ['StringMatches', { accepts: isText, byPath: false, compare: matches }],
  tests('IsNull', (value) => value === null),
  tests('IsBoolean', isBoolean),
  tests('IsNumeric', isNumber),
  tests('IsString', isText),
  tests('IsTimestamp', isTime),
]);
