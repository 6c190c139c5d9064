import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const project = resolve(__dirname, '..', '..', '..');

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command of this project against the local mode that runs. */
export function command(...words: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(project, 'cli', 'dist', 'spawn.js'), ...words], {
    cwd: project,
    env: { ...process.env, SPAWN_API_URL: undefined, FORCE_COLOR: undefined },
  });
  return ended(child);
}

function ended(child: ChildProcess): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout?.on('data', (text) => out.push(String(text)));
  child.stderr?.on('data', (text) => err.push(String(text)));
  return new Promise((done) =>
    child.on('close', (code) => done({ code: code ?? 137, out: out.join(''), err: err.join('') })),
  );
}

/** Starts local mode as `npm start -- --serve` does. Returns how to stop it, and its process. */
export async function startLocalMode(
  words: readonly string[],
): Promise<{ process: ChildProcess; stop(): Promise<Ended> }> {
  const child = spawn(process.execPath, [join(project, 'dist', 'local', 'main.js'), '--serve', ...words], {
    cwd: project,
  });
  const end = ended(child);
  let said = '';
  await new Promise<void>((done, fail) => {
    child.stderr.on('data', (text) => {
      said += String(text);
      if (said.includes('Serving on')) done();
    });
    void end.then(({ err }) => fail(new Error(`local mode ended: ${err}`)));
  });
  return {
    process: child,
    stop() {
      child.kill('SIGINT');
      return end;
    },
  };
}

/** Writes a recipe and returns its path. */
export function recipeFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'spawn-recipe-')), 'recipe.yaml');
  writeFileSync(file, text);
  return file;
}
