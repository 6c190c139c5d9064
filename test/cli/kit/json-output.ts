import { wantsJson } from '../../../cli/framework/error-output';

/**
 * Fails, if the arguments of `spawn` ask for JSON, unless stdout is one JSON document or empty, and stderr JSON objects
 * with a level, one on each line.
 */
export function expectJsonIfAsked(argv: readonly string[], out: string, err: string): void {
  if (!wantsJson(argv)) return;
  const read = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw new Error(`spawn ${argv.join(' ')} printed what is not JSON: ${text}`);
    }
  };
  if (out !== '') read(out);
  const lines = err.split('\n');
  expect(lines.pop()).toBe('');
  for (const line of lines) expect(read(line)).toMatchObject({ level: expect.any(String) });
}

/** Returns the messages of a command with JSON: `warning: …`, `error: …` or the text alone. */
export function messagesOf(err: string): string[] {
  return err
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { level: string; message: string })
    .map(({ level, message }) => (level === 'info' ? message : `${level}: ${message}`));
}
