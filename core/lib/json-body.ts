import { SpawnError } from '../errors';

/** Maximum nesting of lists and mappings in a request; the deepest request of the API has 4 levels. */
const deepest = 64;

/**
 * Parses the body of a request; undefined for an empty body. Throws InvalidRequest for text that is not JSON, `null`,
 * nesting of more than 64 levels, and NUL characters, which no script, tag or key can hold.
 */
export function readJsonBody(text: string): unknown {
  if (text === '') return undefined;
  if (depthOf(text) > deepest) {
    throw new SpawnError(
      'InvalidRequest',
      `the body of the request has more than ${deepest} levels of nesting: send it with fewer.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SpawnError('InvalidRequest', 'the body of the request is not JSON: send valid JSON.');
  }
  if (value === null) {
    throw new SpawnError('InvalidRequest', 'the body of the request is null: send an object, or no body.');
  }
  if (text.includes('\\u0000')) refuseNul(value, []);
  return value;
}

/** Throws InvalidRequest for a text of a path or a query that contains a NUL character. */
export function checkTexts(texts: Readonly<Record<string, string>>): void {
  refuseNul(texts, []);
}

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '[' || token === '{') most = Math.max(most, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return most;
}

function refuseNul(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && value.includes('\0')) {
    const field = path.length > 0 ? `'${path.join('.')}'` : 'the request';
    throw new SpawnError('InvalidRequest', `${field} contains a NUL character: remove it.`, { field: path.join('.') });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    refuseNul(key, path);
    refuseNul(member, [...path, key]);
  }
}
