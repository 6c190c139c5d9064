import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/**
 * `statemachines/retry-policies.json`: the retry policies by name, and which tasks have others than the default ones.
 */
interface RetryPolicies {
  policies: Record<string, { comment: string; retrier: JsonObject }>;
  /** The policies of each task that calls a function, and of each one that starts another machine. */
  defaults: { function: string[]; execution: string[] };
  /** By the name of the state: policies that come before the default ones. */
  before: Record<string, string[]>;
  /** By the name of the state: policies that come after the default ones. */
  after: Record<string, string[]>;
}

const folder = 'statemachines';
const mostColumns = 120;

/**
 * The files of the state machines and what each must contain: the same definition with its retry policies, laid out.
 */
export function machineDocuments(root: string): Record<string, () => string> {
  const policies = JSON.parse(readFileSync(join(root, folder, 'retry-policies.json'), 'utf8')) as RetryPolicies;
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.asl.json'));
  return Object.fromEntries(
    files.map((name) => [
      `${folder}/${name}`,
      () => formatMachine(readFileSync(join(root, folder, name), 'utf8'), policies),
    ]),
  );
}

/** A definition with the retry policies written into its tasks. Throws for a policy that does not exist. */
export function formatMachine(text: string, policies: RetryPolicies): string {
  const machine = JSON.parse(text) as JsonObject;
  writeRetries(machine, policies);
  return `${print(machine, '', [])}\n`;
}

function writeRetries(group: JsonObject, policies: RetryPolicies): void {
  for (const [name, state] of Object.entries(group.States as Record<string, JsonObject>)) {
    for (const branch of (state.Branches ?? []) as JsonObject[]) writeRetries(branch, policies);
    if (state.ItemProcessor) writeRetries(state.ItemProcessor as JsonObject, policies);
    if (state.Type !== 'Task') continue;
    const retriers = policiesOf(name, String(state.Resource), policies).map((policy) => {
      const known = policies.policies[policy];
      if (!known) throw new Error(`${name} has the retry policy ${policy}, which retry-policies.json does not define`);
      return known.retrier;
    });
    group.States = { ...(group.States as JsonObject), [name]: withRetry(state, retriers) };
  }
}

function policiesOf(name: string, resource: string, { defaults, before, after }: RetryPolicies): string[] {
  const kind = resource.includes(':states:startExecution') ? 'execution' : 'function';
  return [...(before[name] ?? []), ...defaults[kind], ...(after[name] ?? [])];
}

/** The state with these retriers: where its own were, else before what follows a failure or the end. */
function withRetry(state: JsonObject, retriers: JsonObject[]): JsonObject {
  const entries = Object.entries(state).filter(([key]) => key !== 'Retry');
  const own = Object.keys(state).indexOf('Retry');
  const following = entries.findIndex(([key]) => ['Catch', 'Next', 'End'].includes(key));
  entries.splice(own >= 0 ? own : following, 0, ['Retry', retriers]);
  return Object.fromEntries(entries);
}

/**
 * JSON with every state on lines of its own, and everything else in one line where it fits. Retries always take one.
 */
function print(value: Json, indent: string, path: string[]): string {
  const line = inline(value);
  const isState = path.length >= 2 && path.at(-2) === 'States';
  const holdsStates = path.at(-1) === 'States' || (isObject(value) && 'States' in value);
  const key = path.at(-1) ?? '';
  const room = mostColumns - indent.length - key.length - 5;
  const isShortState = isState && isObject(value) && Object.keys(value).length <= 3 && line.length <= room;
  if (key === 'Retry' || isShortState || (!isState && !holdsStates && line.length <= room)) return line;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((each, index) => inner + print(each, inner, [...path, String(index)])).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return line;
  const members = Object.entries(value).map(
    ([name, each]) => `${inner}${JSON.stringify(name)}: ${print(each, inner, [...path, name])}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}

function inline(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${inline(each)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
