import type { Json, JsonObject } from '../value/json';
import { isObject } from '../value/json';
import type { Location } from './definition-error';
import { invalid, within } from './definition-error';

/** Fields of ASL that this interpreter leaves out on purpose, with what to use instead. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  Arguments: 'it belongs to JSONata, which is not simulated: use Parameters.',
  Output: 'it belongs to JSONata, which is not simulated: use ResultSelector, ResultPath and OutputPath.',
  Items: 'it belongs to JSONata, which is not simulated: use ItemsPath.',
  Condition: 'it belongs to JSONata, which is not simulated: use Variable and a comparison.',
  Assign: 'variables are not simulated: keep the value in the state input by ResultPath.',
  Credentials: 'roles of single tasks are not simulated: the machine works with its own role.',
  Iterator: 'it is the old name: use ItemProcessor.',
  ItemReader: 'a distributed Map is not simulated.',
  ItemBatcher: 'a distributed Map is not simulated.',
  ResultWriter: 'a distributed Map is not simulated.',
  Label: 'a distributed Map is not simulated.',
  ToleratedFailureCount: 'a distributed Map is not simulated: catch the error inside of ItemProcessor.',
  ToleratedFailureCountPath: 'a distributed Map is not simulated: catch the error inside of ItemProcessor.',
  ToleratedFailurePercentage: 'a distributed Map is not simulated: catch the error inside of ItemProcessor.',
  ToleratedFailurePercentagePath: 'a distributed Map is not simulated: catch the error inside of ItemProcessor.',
};

/** Throws InvalidDefinition for a field that is not one of those named. */
export function fieldsOf(value: JsonObject, known: readonly string[], location: Location): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw invalid(
      within(location, name),
      LEFT_OUT[name] ?? `is not supported here; supported are ${known.join(', ')}.`,
    );
  }
}

/** Returns the field as a string, or undefined when it is not there. */
export function text(value: JsonObject, name: string, location: Location): string | undefined {
  const field = value[name];
  if (field === undefined || typeof field === 'string') return field;
  throw invalid(within(location, name), `must be a string, and is ${JSON.stringify(field)}.`);
}

/** Returns the field as an object; it must be there. */
export function requiredObject(value: JsonObject, name: string, location: Location): JsonObject {
  const field = value[name];
  if (isObject(field)) return field;
  throw invalid(within(location, name), 'must be an object.');
}

/** Returns the field as a list of at least one entry; it must be there. */
export function requiredList(value: JsonObject, name: string, location: Location): Json[] {
  const field = value[name];
  if (Array.isArray(field) && field.length > 0) return field;
  throw invalid(within(location, name), 'must be a list of at least one entry.');
}

/** Returns the field as a number within its bounds, or undefined when it is not there. */
export function number(
  value: JsonObject,
  name: string,
  location: Location,
  bounds: { least: number; most: number; whole: boolean },
): number | undefined {
  const field = value[name];
  if (field === undefined) return undefined;
  if (
    typeof field === 'number' &&
    field >= bounds.least &&
    field <= bounds.most &&
    (!bounds.whole || Number.isInteger(field))
  )
    return field;
  throw invalid(
    within(location, name),
    `must be a ${bounds.whole ? 'whole ' : ''}number from ${bounds.least} to ${bounds.most}, and is ${JSON.stringify(field)}.`,
  );
}
