import type { ConditionContext } from '../../kernel/types';
import { arnFits, fitsSubstituted, plain, substitute } from './patterns';

type Test = (actual: string, wanted: string) => boolean;

const numeric =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) => {
    const [a, b] = [Number(actual), Number(plain(wanted))];
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };
const moment = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const date =
  (compare: (a: number, b: number) => boolean): Test =>
  (actual, wanted) => {
    const [a, b] = [moment(actual), moment(plain(wanted))];
    return !Number.isNaN(a) && !Number.isNaN(b) && compare(a, b);
  };

const POSITIVE: Record<string, Test> = {
  stringequals: (actual, wanted) => actual === plain(wanted),
  stringequalsignorecase: (actual, wanted) => actual.toLowerCase() === plain(wanted).toLowerCase(),
  stringlike: (actual, wanted) => fitsSubstituted(wanted, actual),
  arnequals: (actual, wanted) => arnFits(wanted, actual),
  arnlike: (actual, wanted) => arnFits(wanted, actual),
  bool: (actual, wanted) => actual.toLowerCase() === plain(wanted).toLowerCase(),
  binaryequals: (actual, wanted) => actual === plain(wanted),
  numericequals: numeric((a, b) => a === b),
  numericlessthan: numeric((a, b) => a < b),
  numericlessthanequals: numeric((a, b) => a <= b),
  numericgreaterthan: numeric((a, b) => a > b),
  numericgreaterthanequals: numeric((a, b) => a >= b),
  dateequals: date((a, b) => a === b),
  datelessthan: date((a, b) => a < b),
  datelessthanequals: date((a, b) => a <= b),
  dategreaterthan: date((a, b) => a > b),
  dategreaterthanequals: date((a, b) => a >= b),
};

const NEGATED: Record<string, string> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
};

export interface Operator {
  set?: 'forallvalues' | 'foranyvalue';
  ifExists: boolean;
  negated: boolean;
  name: string;
}

/**
 * Parses a condition operator such as `ForAnyValue:StringLikeIfExists`. Throws UnsupportedOperator, which names one
 * that is not evaluated.
 */
export function parseOperator(text: string): Operator {
  const parts = /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/.exec(text.toLowerCase())!;
  const name = NEGATED[parts[2]!] ?? parts[2]!;
  if (name !== 'null' && !POSITIVE[name]) {
    throw Object.assign(new Error(`The condition operator '${text}' is not evaluated locally.`), {
      name: 'UnsupportedOperator',
    });
  }
  return { set: parts[1] as Operator['set'], ifExists: parts[3] !== undefined, negated: parts[2]! in NEGATED, name };
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** Returns whether one condition (operator, key, wanted values) holds in the context, whose keys are in lower case. */
export function conditionHolds(operatorText: string, key: string, wanted: unknown, context: ConditionContext): boolean {
  const operator = parseOperator(operatorText);
  const found = context[key.toLowerCase()];
  const absent = found === undefined || (Array.isArray(found) && found.length === 0);
  if (operator.name === 'null') return list(wanted).some((value) => (value.toLowerCase() === 'true') === absent);
  if (absent) {
    if (operator.set === 'forallvalues' || operator.ifExists) return true;
    return operator.set === undefined && operator.negated;
  }
  const test = POSITIVE[operator.name]!;
  const values = list(wanted)
    .map((value) => substitute(value, context))
    .filter((value) => value !== undefined);
  const matches = (actual: string): boolean => values.some((value) => test(actual, value)) !== operator.negated;
  const actual = list(found);
  if (operator.set === 'foranyvalue') return actual.some(matches);
  return operator.set === 'forallvalues' || operator.negated ? actual.every(matches) : actual.some(matches);
}
