import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { median } from './statistics';

const PAIRS = 7;

/**
 * Runs a Node process to its end and answers with the milliseconds that it took. Error `BenchFailed` with what it
 * printed when it failed.
 */
export function timeProcess(
  words: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let printed = '';
    child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(performance.now() - start);
      else
        reject(
          Object.assign(new Error(`node ${words.join(' ')} ended with ${code}: ${printed.trim()}`), {
            name: 'BenchFailed',
          }),
        );
    });
  });
}

/** How many times as long a process takes as a Node that does nothing: the ratio of medians of interleaved runs. */
export async function overBareNode(
  words: readonly string[],
  options: Parameters<typeof timeProcess>[1] = {},
): Promise<{ ratio: number; milliseconds: number }> {
  const own: number[] = [];
  const bare: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    bare.push(await timeProcess(['-e', '0']));
    own.push(await timeProcess(words, options));
  }
  return { ratio: median(own) / median(bare), milliseconds: median(own) };
}
