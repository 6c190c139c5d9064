import { fits } from '../iam/patterns';

const fault = (what: string): Error =>
  Object.assign(new Error(`The event pattern ${what} is not evaluated locally.`), { name: 'UnsupportedPattern' });

type Filter = (value: unknown) => boolean;
const text =
  (test: (value: string) => boolean): Filter =>
  (value) =>
    typeof value === 'string' && test(value);

function numeric(conditions: unknown[]): Filter {
  const comparisons: Record<string, (a: number, b: number) => boolean> = {
    '=': (a, b) => a === b,
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
  };
  return (value) => {
    for (let index = 0; index < conditions.length; index += 2) {
      const compare = comparisons[String(conditions[index])];
      if (!compare) throw fault(`numeric '${String(conditions[index])}'`);
      if (typeof value !== 'number' || !compare(value, Number(conditions[index + 1]))) return false;
    }
    return true;
  };
}

/** The content filters; `exists` is decided where the field is looked up. */
function filter(rule: Record<string, any>): Filter {
  const [[name, operand]] = Object.entries(rule) as [[string, any]];
  const folded = (wanted: any, test: (value: string, wanted: string) => boolean): Filter => {
    const insensitive = typeof wanted === 'object' && wanted !== null ? wanted['equals-ignore-case'] : undefined;
    return insensitive === undefined
      ? text((value) => test(value, wanted))
      : text((value) => test(value.toLowerCase(), String(insensitive).toLowerCase()));
  };
  if (Object.keys(rule).length !== 1) throw fault(JSON.stringify(rule));
  switch (name) {
    case 'prefix':
      return folded(operand, (value, wanted) => value.startsWith(wanted));
    case 'suffix':
      return folded(operand, (value, wanted) => value.endsWith(wanted));
    case 'equals-ignore-case':
      return text((value) => value.toLowerCase() === String(operand).toLowerCase());
    case 'wildcard':
      if (String(operand).includes('?')) throw fault(`wildcard '${String(operand)}'`);
      return text((value) => fits(operand, value));
    case 'numeric':
      return numeric(operand);
    case 'anything-but':
      return anythingBut(operand);
    default:
      throw fault(`'${name}'`);
  }
}

function anythingBut(operand: any): Filter {
  const values = Array.isArray(operand) ? operand : [operand];
  const excluded = values.map((value: any): Filter => {
    if (typeof value !== 'object' || value === null) return (actual) => actual === value;
    const [[name, operands]] = Object.entries(value) as [[string, any]];
    const each = (Array.isArray(operands) ? operands : [operands]).map((one: any) => filter({ [name]: one }));
    return (actual) => each.some((matches) => matches(actual));
  });
  return (actual) => !excluded.some((matches) => matches(actual));
}

function matchesField(rules: unknown[], value: unknown, present: boolean): boolean {
  const actual = Array.isArray(value) ? value : [value];
  return rules.some((rule) => {
    if (typeof rule !== 'object' || rule === null) return present && actual.includes(rule);
    if ('exists' in rule) return rule.exists === present;
    return present && actual.some(filter(rule as Record<string, any>));
  });
}

/**
 * Returns whether an event matches an EventBridge pattern: exact values, prefix, suffix, anything-but, exists, numeric,
 * wildcard, equals-ignore-case and $or. Throws UnsupportedPattern, which names any other filter.
 */
export function matchesPattern(pattern: Record<string, any>, event: unknown): boolean {
  const fields = typeof event === 'object' && event !== null ? (event as Record<string, unknown>) : {};
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or')
      return (wanted as Record<string, any>[]).some((alternative) => matchesPattern(alternative, event));
    const present = key in fields && fields[key] !== undefined;
    if (Array.isArray(wanted)) return matchesField(wanted, fields[key], present);
    return matchesPattern(wanted, fields[key]);
  });
}

/** Throws `UnsupportedPattern` for a pattern that could not be evaluated, whatever the event. */
export function checkPattern(pattern: Record<string, any>): void {
  for (const [key, wanted] of Object.entries(pattern)) {
    if (key === '$or') (wanted as Record<string, any>[]).forEach(checkPattern);
    else if (Array.isArray(wanted))
      wanted.forEach(
        (rule) =>
          typeof rule === 'object' && rule !== null && !('exists' in rule) && filter(rule as Record<string, any>)(''),
      );
    else if (typeof wanted === 'object' && wanted !== null) checkPattern(wanted);
    else throw fault(`${key}: ${JSON.stringify(wanted)} (values stand in lists)`);
  }
}
