import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** The console that runs next to local mode. */
export interface ServedConsole {
  /** The address with its token, for the person who started local mode. */
  address: string;
  /** The address without it. */
  url: string;
}

/**
 * Serves the console of this local mode with `spawn console` until the signal, and no longer than this process runs.
 * Rejects with what the command says when it cannot.
 */
export function serveConsole(project: string, signal: AbortSignal): Promise<ServedConsole> {
  const child = spawn(process.execPath, [join(project, 'cli', 'dist', 'spawn.js'), 'console', '--no-open', '--json'], {
    cwd: project,
    // `npx` is how the command is called in the project.
    env: { ...process.env, SPAWN_API_URL: undefined, SPAWN_CONTEXT: undefined, npm_command: 'exec' },
    // By the channel the command notices when this process is gone, however it ended.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  });
  return new Promise((resolve, reject) => {
    let [out, said] = ['', ''];
    child.once('error', reject);
    child.once('close', (code) => reject(new Error(said.trim() || `spawn console ended with ${code}`)));
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const address = /"address": "([^"]+)"/.exec(out)?.[1];
      if (address !== undefined) resolve({ address, url: new URL('/', address).href });
    });
  });
}
