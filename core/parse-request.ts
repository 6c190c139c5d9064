import type * as z from 'zod';
import { SpawnError } from './errors';
import { adviceFor } from './schema-advice';
import { mostSimilar } from './similar';

/** Reads a request by its schema. Throws InvalidRequest, whose sentence names the field, its value and what is allowed. */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  // A misspelt field comes before the one that is missing because of it.
  const first = result.error.issues.find(({ code }) => code === 'unrecognized_keys') ?? result.error.issues[0];
  throw new SpawnError('InvalidRequest', first ? sentenceFor(first, schema) : 'the request cannot be read: look at the OpenAPI document.', {
    problems: result.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
  });
}

function sentenceFor(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 && 'shape' in schema ? Object.keys(schema.shape as Record<string, unknown>) : [];
    const key = issue.keys[0] ?? '';
    const similar = mostSimilar(key, known);
    return `there is no field '${key}': ${similar ? `did you mean '${similar}'?` : `known are ${known.join(', ')}.`}`;
  }
  const field = issue.path.length > 0 ? `'${issue.path.map(String).join('.')}'` : 'the request';
  if (issue.input === undefined) return `${field} is missing: give it.`;
  const text = JSON.stringify(issue.input) ?? '';
  const shown = text.length > 80 || typeof issue.input === 'object' ? '' : ` is ${text}`;
  return `${field}${shown}: ${adviceFor(issue)}.`;
}
