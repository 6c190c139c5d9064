import { StatesError } from '../value/errors';
import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import { COMPARISONS } from './comparisons';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import type { Data } from '../syntax/path-value';
import type { Path } from '../syntax/path';
import { compilePath } from '../syntax/path';

export type Condition = (data: Data) => boolean;

/**
 * Compiles the condition of a Choice rule (without `Next` and `Comment`): And, Or, Not, or one comparison of a
 * Variable.
 */
export function compileCondition(rule: JsonObject, location: Location): Condition {
  const names = Object.keys(rule);
  const combined = ['And', 'Or', 'Not'].find((name) => name in rule);
  if (combined) {
    const other = names.find((name) => name !== combined);
    if (other) throw invalid(within(location, other), `a rule with '${combined}' may hold nothing else.`);
    return combine(combined, rule[combined], within(location, combined));
  }
  const operator = names.find((name) => name !== 'Variable');
  if (names.length !== 2 || operator === undefined)
    throw invalid(
      location,
      `a rule needs 'Variable' and exactly one comparison, and has ${names.join(', ') || 'nothing'}.`,
    );
  return compare(
    definitePath(rule.Variable, within(location, 'Variable')),
    operator,
    rule[operator] ?? null,
    within(location, operator),
  );
}

function combine(kind: string, value: Json | undefined, location: Location): Condition {
  if (kind === 'Not') {
    const inner = compileCondition(nested(value, location), location);
    return (data) => !inner(data);
  }
  if (!Array.isArray(value) || value.length === 0) throw invalid(location, 'must be a list of at least one rule.');
  const inner = value.map((rule, index) => {
    const inside = within(location, String(index));
    return compileCondition(nested(rule, inside), inside);
  });
  return kind === 'And'
    ? (data) => inner.every((condition) => condition(data))
    : (data) => inner.some((condition) => condition(data));
}

function nested(value: Json | undefined, location: Location): JsonObject {
  if (!isObject(value)) throw invalid(location, 'must be a rule.');
  if ('Next' in value) throw invalid(within(location, 'Next'), 'is allowed at the top of a rule only.');
  return value;
}

function compare(variable: Path, operator: string, operand: Json, location: Location): Condition {
  if (operator === 'IsPresent') {
    if (typeof operand !== 'boolean') throw invalid(location, 'must be true or false.');
    return (data) => (variable.find(variable.context ? data.context : data.input) !== undefined) === operand;
  }
  const byPath = operator.endsWith('Path');
  const comparison = COMPARISONS.get(byPath ? operator.slice(0, -'Path'.length) : operator);
  if (!comparison || (byPath && !comparison.byPath)) throw invalid(location, `there is no comparison '${operator}'.`);
  if (byPath) {
    const other = definitePath(operand, location);
    return (data) => comparison.compare(value(variable, data), value(other, data));
  }
  if (!comparison.accepts(operand)) throw invalid(location, `${JSON.stringify(operand)} does not fit this comparison.`);
  return (data) => comparison.compare(value(variable, data), operand);
}

function definitePath(field: Json | undefined, location: Location): Path {
  if (typeof field !== 'string') throw invalid(location, 'must be a JSONPath.');
  const path = compilePath(field, location);
  if (!path.definite)
    throw invalid(location, `'${field}' is not a reference path: it may hold names and indices only.`);
  return path;
}

function value(path: Path, data: Data): Json {
  const found = path.find(path.context ? data.context : data.input);
  if (found === undefined)
    throw new StatesError(
      'States.Runtime',
      `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
    );
  return found;
}
