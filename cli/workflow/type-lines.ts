import type { SessionAnswer } from '../client/answers';
import type { Context } from '../framework/context';
import { exitCodes } from '../framework/failure';

interface TypedLine {
  output: string;
  error_output: string;
  ended: boolean;
}

/**
 * Runs the shell of a simulated instance, line by line, on the local endpoint, until `exit` or the end of input. A line
 * that ends with a backslash continues on the next line, as in a shell.
 */
export async function typeLines(context: Context, session: SessionAnswer): Promise<number> {
  const { terminal, messages } = context;
  const api = await context.api();
  for (;;) {
    const line = await readWhole(context);
    if (line === undefined && terminal.interactive) messages.prompt('\n');
    // At the end of input, the shell ends as with `exit` and saves its history.
    const { body } = await api.post<TypedLine>(`/local/sessions/${encodeURIComponent(session.session_id)}`, {
      region: session.region,
      line: line ?? 'exit',
    });
    terminal.out(body.output);
    messages.raw(body.error_output);
    if (body.ended || line === undefined) return exitCodes.done;
  }
}

async function readWhole({ terminal, messages }: Context): Promise<string | undefined> {
  const lines: string[] = [];
  for (;;) {
    if (terminal.interactive) messages.prompt(lines.length === 0 ? 'sh-5.2$ ' : '> ');
    const line = await terminal.readLine();
    if (line === undefined) return lines.length === 0 ? undefined : lines.join('\n');
    lines.push(line);
    if (!/(?<!\\)(\\\\)*\\$/.test(line)) return lines.join('\n');
  }
}
