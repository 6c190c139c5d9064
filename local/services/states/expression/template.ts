import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Location } from '../syntax/definition-error';
import { invalid, within } from '../syntax/definition-error';
import type { Expression } from '../syntax/path-value';
import { compileExpression } from './compile';

/**
 * Compiles a payload template (Parameters, ResultSelector, ItemSelector): fields whose name ends in `.$` are replaced
 * by what they name.
 */
export function compileTemplate(template: Json, location: Location): Expression {
  return compile(template, location) ?? (() => template);
}

/** Undefined for a part without any expression: it is copied as it stands. */
function compile(template: Json, location: Location): Expression | undefined {
  if (Array.isArray(template)) {
    const parts = template.map((part, index) => compile(part, within(location, String(index))) ?? (() => part));
    return parts.length > 0 ? (data) => parts.map((part) => part(data)) : undefined;
  }
  if (!isObject(template)) return undefined;
  let dynamic = false;
  const parts = Object.entries(template).map(([name, value]): [string, Expression] => {
    const inside = within(location, name);
    const part = name.endsWith('.$') ? compileField(value, inside) : compile(value, inside);
    dynamic ||= part !== undefined;
    return [name.endsWith('.$') ? name.slice(0, -2) : name, part ?? (() => value)];
  });
  if (new Set(parts.map(([name]) => name)).size < parts.length)
    throw invalid(location, 'a field is given twice, with and without the ending `.$`.');
  return dynamic
    ? (data) => Object.fromEntries(parts.map(([name, part]) => [name, part(data)])) as JsonObject
    : undefined;
}

function compileField(value: Json, location: Location): Expression {
  if (typeof value !== 'string')
    throw invalid(
      location,
      `the value of a field whose name ends in '.$' must be a string, and is ${JSON.stringify(value)}.`,
    );
  return compileExpression(value, location);
}
