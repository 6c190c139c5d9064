import { SpawnError } from '../errors';

/** How deep lists and mappings of a request may be nested; the deepest request of the API has 4 levels. */
const deepest = 64;

/**
 * The value of a request's body; undefined for an empty one. Throws InvalidRequest for what is not JSON, what is nested
 * deeper than 64 levels, and a NUL character, which no script, tag or key can hold.
 */
export function readJsonBody(text: string): unknown {
  if (text === '') return undefined;
  if (depthOf(text) > deepest) {
    throw new SpawnError(
      'InvalidRequest',
      `the body of the request is nested deeper than ${deepest} levels: send it flat.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SpawnError('InvalidRequest', 'the body of the request is not JSON');
  }
  if (text.includes('\\u0000')) refuseNul(value, []);
  return value;
}

/** Throws InvalidRequest for a text of a path or a query that holds a NUL character. */
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
    throw new SpawnError('InvalidRequest', `${field} holds a NUL character: leave it out.`, { field: path.join('.') });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    refuseNul(key, path);
    refuseNul(member, [...path, key]);
  }
}
