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
    readLine: async () => {
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: stdin });
      const first = await lines[Symbol.asyncIterator]().next();
      lines.close();
      return first.done === true ? undefined : first.value;
    },
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

// Some terminals do not know their width and say 0.
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY === true ? stream.columns || 80 : undefined;
}
