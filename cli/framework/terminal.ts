import type { Interface } from 'node:readline/promises';

/** Where a command reads and writes. `interactive` means that a person can answer a question. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, prompts, warnings. */
  err(text: string): void;
  /** The next line of standard input without its end; undefined at the end of input. */
  readLine(): Promise<string | undefined>;
  /** All of standard input. */
  readAll(): Promise<string>;
  readonly interactive: boolean;
  /** Width of stdout in characters; undefined when it is not a terminal. */
  readonly width?: number;
  /** Width of stderr; undefined when it is not a terminal. */
  readonly progressWidth?: number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader that goes away (`| head`) is no failure of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    readLine: lineReader(stdin),
    readAll: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
      return Buffer.concat(chunks).toString('utf8');
    },
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    width: widthOf(stdout),
    progressWidth: widthOf(stderr),
  };
}

/**
 * Reads line after line. Between two calls the stream is paused, so that it keeps no process alive; what has come is
 * kept.
 */
export function lineReader(stream: NodeJS.ReadableStream): () => Promise<string | undefined> {
  let reading: { lines: Interface; iterator: AsyncIterator<string> } | undefined;
  let closed = false;
  return async () => {
    if (reading === undefined) {
      const lines = (await import('node:readline/promises')).createInterface({ input: stream });
      lines.once('close', () => (closed = true));
      reading = { lines, iterator: lines[Symbol.asyncIterator]() };
    }
    const { lines, iterator } = reading;
    if (!closed) lines.resume();
    const next = await iterator.next();
    if (next.done === true) return undefined;
    if (!closed) lines.pause();
    return next.value;
  };
}

// Some terminals do not know their width and say 0.
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY === true ? stream.columns || 80 : undefined;
}
