import type { Context } from '../../framework/context';

/** Formats JSON with an indent of two spaces and a newline at the end. */
function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Writes a result to stdout in the requested format; `table` returns the text for people. */
export async function writeResult(context: Context, value: unknown, table: () => string): Promise<void> {
  if (context.format === 'json') return context.terminal.out(renderJson(value));
  if (context.format === 'table') return context.terminal.out(context.messages.worded(table()));
  const { stringify } = await import('yaml');
  // Converted through JSON, so that both formats have the same fields.
  context.terminal.out(stringify(JSON.parse(JSON.stringify(value))));
}
