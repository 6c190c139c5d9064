/** Quotes a text, so that the shell reads it as one word. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Returns a script with positional parameters and options of `set` in front of it; line numbers stay as they are. */
export function withParameters(script: string, parameters: string[], options = ''): string {
  const settings = [
    options === '' ? '' : `set ${options}; `,
    parameters.length === 0 ? '' : `set -- ${parameters.map(quote).join(' ')}; `,
  ].join('');
  return settings + script;
}
