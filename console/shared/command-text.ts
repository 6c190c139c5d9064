import { shellQuote } from '../../core/lib/shell-quote';

/**
 * Returns the text of a command for a shell, called as the session says, each word quoted where it has to be.
 * `undefined` and `false` among the words are left out: `['list-amis', latest && '--latest']`.
 */
export function commandText(invocation: string, words: readonly (string | undefined | false)[]): string {
  const given = words.filter((word) => word !== undefined && word !== false);
  return [invocation, ...given.map(quoted)].join(' ');
}

/** Returns a flag with its value as two words; none without a value: `...flag('--region', region)`. */
export function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined || value === '' ? [] : [name, String(value)];
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : shellQuote(word));
