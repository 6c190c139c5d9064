/** A field of the form of an action. */
export interface Field {
  name: string;
  label: string;
  kind: 'text' | 'script' | 'list' | 'date' | 'switch';
  description?: string;
  placeholder?: string;
  required?: boolean;
}

/** What is entered: texts, and switches that are on. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** Returns the entered text without spaces around it; undefined when it is empty. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** Returns the entered words of a list, which commas, spaces or lines separate. */
export function wordsOf(values: Values, name: string): string[] {
  return (textOf(values, name) ?? '').split(/[\s,]+/).filter((word) => word !== '');
}

/** Returns the entered lines. */
export function linesOf(values: Values, name: string): string[] {
  return (textOf(values, name) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Returns the entered day; undefined while no whole date is entered. */
export function dayOf(values: Values, name: string): string | undefined {
  const day = textOf(values, name);
  return day !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : undefined;
}

/** Returns the beginning of the entered day in UTC, as the API takes it. */
export function timeOf(values: Values, name: string): string | undefined {
  const day = dayOf(values, name);
  return day && `${day}T00:00:00Z`;
}

export const isOn = (values: Values, name: string): boolean => values[name] === true;

/** Returns why a form cannot be sent yet: the required field that is empty, or tags that are none. */
export function missingIn(fields: readonly Field[], values: Values): string | undefined {
  const empty = fields.find(({ name, required }) => required === true && textOf(values, name) === undefined);
  return empty && `${empty.label} is missing`;
}
