import type * as z from 'zod';
import { SpawnError } from '../errors';
import { adviceFor } from './schema-advice';
import { keysAt } from './schema-keys';
import { mostSimilar } from './did-you-mean';

/**
 * Parses a request by its schema. Throws InvalidRequest, whose sentence names the field (or `whole`), its value and
 * what is allowed.
 */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  whole = 'the request',
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  // A misspelt field comes before the one that is missing because of it.
  const first = result.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? result.error.issues[0];
  throw new SpawnError(
    'InvalidRequest',
    first ? sentenceFor(first, schema, whole) : 'the request is invalid: see the OpenAPI document.',
    {
      problems: result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
    },
  );
}

function sentenceFor(issue: z.core.$ZodIssue, schema: z.ZodType, whole: string): string {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path);
    const key = issue.keys[0] ?? '';
    const similar = mostSimilar(key, known);
    const field = [...issue.path.map(String), key].join('.');
    return `there is no field '${field}': ${similar ? `did you mean '${similar}'?` : known.length > 0 ? `known are ${known.join(', ')}.` : 'leave it out.'}`;
  }
  const field = issue.path.length > 0 ? `'${issue.path.map(String).join('.')}'` : whole;
  if (issue.input === undefined) return `${field} is missing: add it.`;
  const text = JSON.stringify(issue.input) ?? '';
  const shown = text.length > 80 || typeof issue.input === 'object' ? '' : ` is ${text}`;
  return `${field}${shown}: ${adviceFor(issue)}.`;
}
