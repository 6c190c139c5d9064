import type { Recording } from './record';

/**
 * How local mode's answer differs in shape from a recorded one: an error of another code or status, a member of another
 * type, a member that every recorded item has and a local one lacks. One line each, with the path of the member. Values
 * do not count.
 */
export function differences(recorded: Recording, local: Recording): string[] {
  if (recorded.error || local.error) {
    const [theirs, ours] = [recorded, local].map(({ error }) =>
      error ? `${error.code} (${error.status})` : 'an answer',
    );
    return theirs === ours ? [] : [`AWS gave ${theirs}, local mode ${ours}`];
  }
  return [...new Set(inside([recorded.answer], [local.answer], ''))];
}

/** Compares all values of one place: what their items and members are is looked at together. */
function inside(theirs: readonly unknown[], ours: readonly unknown[], path: string): string[] {
  if (theirs.length === 0 || ours.length === 0) return [];
  const [expected, given] = [kindOf(theirs[0]), kindOf(ours[0])];
  if (expected !== given) return [`${path} is ${expected} in AWS and ${given} in local mode`];
  if (expected === 'list') return inside((theirs as unknown[][]).flat(), (ours as unknown[][]).flat(), `${path}[]`);
  if (expected !== 'object') return [];
  const [records, locals] = [theirs, ours] as Record<string, unknown>[][];
  const names = new Set(records!.flatMap((item) => Object.keys(item)));
  return [...names].flatMap((name) => {
    const always = records!.every((item) => name in item);
    if (always && locals!.some((item) => !(name in item))) return [`${path}.${name} is missing in local mode`];
    const valuesOf = (items: Record<string, unknown>[]) => items.flatMap((item) => (name in item ? [item[name]] : []));
    return inside(valuesOf(records!), valuesOf(locals!), `${path}.${name}`);
  });
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return value === '<time>' || value === '<bytes>' ? value.slice(1, -1) : 'text';
  return typeof value;
}
