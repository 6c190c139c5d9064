import type { ErrorName } from '../../core/errors';

/** What the documents say about an error. */
export interface ErrorText {
  meaning: string;
  cause: string;
  action: string;
}

/** Returns texts by name from tuples of meaning, cause and action. */
export function textsOf<Name extends ErrorName>(
  tuples: Readonly<Record<Name, readonly [meaning: string, cause: string, action: string]>>,
): Record<Name, ErrorText> {
  const entries = Object.entries<readonly [string, string, string]>(tuples);
  return Object.fromEntries(
    entries.map(([name, [meaning, cause, action]]) => [name, { meaning, cause, action }]),
  ) as Record<Name, ErrorText>;
}
