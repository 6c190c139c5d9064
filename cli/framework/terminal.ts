import type { Interface } from 'node:readline/promises';

/** The input and output of a command. `interactive` means that a person can answer a prompt. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, prompts, warnings. */
  err(text: string): void;
  /** Returns the next line of standard input; undefined at the end of input. */
  readLine(): Promise<string | undefined>;
  /** Returns all of standard input. */
  readAll(): Promise<string>;
  readonly interactive: boolean;
  /** Width of stdout in characters; undefined if it is not a terminal. */
  readonly width?: number;
  /** Width of stderr; undefined if it is not a terminal. */
  readonly progressWidth?: number;
  /** Height of stderr in lines; undefined if it is not a terminal. */
  readonly progressHeight?: number;
}

/** Returns the terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr } = process;
  // A reader that closes the pipe (`| head`) is not a failure.
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
    progressHeight: stderr.isTTY === true ? stderr.rows || 24 : undefined,
  };
}

/**
 * Returns a function that reads the next line. Between calls the stream is paused, so that it does not keep the process
 * alive; input that arrived is kept.
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

// Some terminals do not know their width and report 0.
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY === true ? stream.columns || 80 : undefined;
}
