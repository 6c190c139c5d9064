import type * as z from 'zod';
import { mostSimilar } from '../../core/lib/did-you-mean';
import { adviceFor } from '../../core/lib/schema-advice';
import { keysAt } from '../../core/lib/schema-keys';

/** Returns one line for each mistake that the schema found in the settings of a file: file, setting, value, advice. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, source: string): string {
  return error.issues.flatMap((issue) => linesOf(issue, schema, source)).join('\n');
}

/** Returns the line for a file that is not JSON, with line and column of the mistake if the parser tells them. */
export function notJson(error: Error, text: string, source: string): string {
  const [, position] = /at position (\d+)/.exec(error.message) ?? [];
  const before = text.slice(0, Number(position ?? 0)).split('\n');
  const where = position === undefined ? '' : `:${before.length}:${before.at(-1)!.length + 1}`;
  return `${source}${where}: not JSON: ${error.message.replace(/( in JSON)? at position.*/, '').replace(/\s+/g, ' ')}`;
}

function linesOf(issue: z.core.$ZodIssue, schema: z.ZodType, source: string): string[] {
  const at = nameOf(issue.path);
  // Of the two forms of a network, zod reports the closer one only.
  if (at === 'network' && (issue.code === 'invalid_union' || issue.code === 'unrecognized_keys'))
    return [`${source}: setting \`network\` must have either subnet_ids and security_group_id, or cidr and zones`];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map(
      (key) => `${source}: setting \`${nameOf([...issue.path, key])}\` ${meant(key, schema, issue)}`,
    );
  if (at === '') return [`${source}: the settings are ${JSON.stringify(issue.input)}: write a JSON object, {…}`];
  if (at === 'home_region' && issue.input === undefined)
    return [
      `${source}: setting \`home_region\` is required: set it to the region of the deployment, such as us-east-1. It is not taken from the AWS profile, because a deployment with another profile would then create a second deployment`,
    ];
  if (issue.input === undefined) return [`${source}: setting \`${at}\` is missing`];
  const isKind = /^(an?|one|six|the) /.test(issue.message);
  const advice = isKind ? `it must be ${issue.message}` : adviceFor(issue);
  return [`${source}: setting \`${at}\` is ${JSON.stringify(issue.input)}: ${advice}`];
}

function meant(key: string, schema: z.ZodType, { path }: z.core.$ZodIssue): string {
  const known = keysAt(
    schema,
    path.map((part) => (typeof part === 'number' ? part : String(part))),
  );
  const similar = mostSimilar(key, known);
  return `does not exist: ${similar === undefined ? `allowed are ${known.join(', ')}` : `did you mean \`${similar}\`?`}`;
}

/** Returns the name of a setting: `regions[1]` is the first region. */
function nameOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key + 1}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}
