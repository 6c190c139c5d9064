import { policyDefaults } from '../../../../core/api/policy/defaults';
import type { Problem } from '../../../client/problem';
import type { AnswerOf } from '../../../client/types';
import { capitalized } from '../../../shared/status-of';
import { fields, paths, type Field, type Path, type PolicyChange } from './fields';
import { linesOf, textOf, valueOf } from './text';

export type Stack = AnswerOf<'showStack'>;

/** A member in the form: its default, never, or a value. */
export interface Entry {
  mode: 'default' | 'never' | 'value';
  text: string;
}

export type Entries = Readonly<Record<Path, Entry>>;

/** Returns the form of a policy: what is set has its value. */
export function entriesOf({ policy, set }: Pick<Stack, 'policy' | 'set'>): Entries {
  return Object.fromEntries(
    paths.map((path): [Path, Entry] => {
      const value = memberOf(policy, path);
      if (!set.includes(path) || value === undefined) return [path, { mode: 'default', text: '' }];
      return [
        path,
        value === null ? { mode: 'never', text: '' } : { mode: 'value', text: textOf(fields[path], value) },
      ];
    }),
  ) as Entries;
}

/** Returns the members whose entry differs. */
export function changedPaths(before: Entries, after: Entries): Path[] {
  return paths.filter((path) => {
    const [old, fresh] = [before[path], after[path]];
    return old.mode !== fresh.mode || (fresh.mode === 'value' && old.text.trim() !== fresh.text.trim());
  });
}

/** Returns the change that the API takes: null for a default, and a key that is left out is removed. */
export function changeOf(before: Entries, after: Entries): PolicyChange {
  const change: Record<string, unknown> = {};
  const cleanup: Record<string, unknown> = {};
  for (const path of changedPaths(before, after)) {
    const sent = path === 'encryption_keys' ? keysOf(before[path], after[path]) : sentOf(fields[path], after[path]);
    if (path.startsWith('cleanup.')) cleanup[path.slice('cleanup.'.length)] = sent;
    else change[path] = sent;
  }
  return { ...change, ...(Object.keys(cleanup).length > 0 && { cleanup }) } as PolicyChange;
}

/** Returns the words of the command that makes the same change. */
export function setCommand(stack: string, before: Entries, after: Entries): string[] {
  const words = changedPaths(before, after).flatMap((path) => {
    const [{ flag, kind, unit, never }, { mode, text }] = [fields[path], after[path]];
    const one = (value: string): string[] => [`--${flag}`, value];
    if (mode === 'default') return one('default');
    if (mode === 'never') return one(path === 'volume_initialization_rate' ? 'off' : 'never');
    if (kind === 'keys') {
      const keys = Object.entries(keysOf(before[path], after[path]) ?? {});
      return keys.flatMap(([region, arn]) => one(`${region}=${arn ?? ''}`));
    }
    if (kind === 'switch') return one(text === 'true' ? 'on' : 'off');
    if (kind === 'list') return (valueOf({ kind }, text) as string[]).flatMap(one);
    if (kind === 'templates') return linesOf(text).flatMap(one);
    return one(`${text.trim()}${never === undefined && unit === undefined ? '' : (unit?.letter ?? '')}`);
  });
  return ['stack', 'set', stack, ...words];
}

/** Returns what holds without an entry. */
export function defaultText(path: Path): string {
  const { kind, unit } = fields[path];
  const value = memberOf(policyDefaults, path);
  if (path === 'regions' || path === 'rebuild_schedule') return 'as the recipe says';
  if (path === 'volume_initialization_rate') return 'the measured rate';
  if (kind === 'list' || kind === 'keys' || kind === 'templates') return 'none';
  if (value === null || value === undefined) return 'never';
  if (kind === 'switch') return value === true ? 'on' : 'off';
  return [value, unit?.word].filter(Boolean).join(' ');
}

/** Returns what a problem says of a member: the sentence of the API if it begins with it. */
export function errorOf(path: Path, problem: Pick<Problem, 'message' | 'details'> | undefined): string | undefined {
  const problems = Array.isArray(problem?.details.problems) ? (problem.details.problems as unknown[]) : [];
  const named = problems.map((each) => each as { field?: string; message?: string });
  const index = named.findIndex(({ field }) => field === path || field?.startsWith(`${path}.`));
  if (index < 0) return undefined;
  return index === 0 ? problem?.message : capitalized(named[index]?.message ?? 'It is not valid');
}

function memberOf(policy: object, path: Path): unknown {
  let value: unknown = policy;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

function sentOf(field: Field, { mode, text }: Entry): unknown {
  if (mode === 'value') return valueOf(field, text);
  return mode === 'default' ? null : 'never';
}

/** Returns the change of the keys: the API keeps those that it is not told of. */
function keysOf(before: Entry, after: Entry): Record<string, string | null> | null {
  if (after.mode !== 'value') return null;
  const [old, fresh] = [before, after].map(
    ({ mode, text }) => (mode === 'value' ? valueOf({ kind: 'keys' }, text) : {}) as Record<string, string>,
  ) as [Record<string, string>, Record<string, string>];
  return { ...Object.fromEntries(Object.keys(old).map((region) => [region, null])), ...fresh };
}
