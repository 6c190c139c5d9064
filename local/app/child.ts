import { spawn } from 'node:child_process';

export interface Finished {
  code: number;
  stdout: string;
  /** Empty if it was shown. */
  stderr: string;
}

/** How a program runs: with variables that replace those of this process, and with its stderr shown or collected. */
export interface RunOptions {
  environment?: Record<string, string | undefined>;
  /** Shows stderr as it is written, in the terminal of this process. */
  showErrors?: boolean;
  /** Ends the program. */
  signal?: AbortSignal;
}

/** Runs one of the built programs of the project with this version of Node, and waits until it exits. */
export function runNode(
  folder: string,
  words: readonly string[],
  { environment = {}, showErrors = false, signal }: RunOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...words], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', showErrors ? 'inherit' : 'pipe'],
      // Ctrl-C reaches this process only, which then ends the child.
      detached: showErrors,
      signal,
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}
