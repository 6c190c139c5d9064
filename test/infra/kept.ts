import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import * as path from 'node:path';

const project = path.resolve(__dirname, '../..');
const day = 86_400_000;

/**
 * Returns a folder of results that `make` writes, kept under `dist/` until the sources in `folders` or `input` change.
 * `make` gets the folder, which does not exist yet. Parallel runs do not disturb each other.
 */
export async function kept(
  kind: string,
  folders: string[],
  input: unknown,
  make: (folder: string) => unknown,
): Promise<string> {
  const { folder, unfinished } = placeOf(kind, folders, input);
  if (!existsSync(folder)) {
    await make(unfinished);
    finish(folder, unfinished);
  }
  return folder;
}

/** The same for what is made at once. */
export function keptAtOnce(kind: string, folders: string[], input: unknown, make: (folder: string) => unknown): string {
  const { folder, unfinished } = placeOf(kind, folders, input);
  if (!existsSync(folder)) {
    make(unfinished);
    finish(folder, unfinished);
  }
  return folder;
}

function placeOf(kind: string, folders: string[], input: unknown): { folder: string; unfinished: string } {
  const folder = path.join(project, 'dist', kind, digest([...sourcesIn(folders), JSON.stringify(input)]));
  return { folder, unfinished: `${folder}-${process.pid}` };
}

function finish(folder: string, unfinished: string): void {
  if (!existsSync(folder)) renameSync(unfinished, folder);
  for (const name of readdirSync(path.dirname(folder))) {
    const old = path.join(path.dirname(folder), name);
    if (Date.now() - statSync(old).mtimeMs > day) rmSync(old, { recursive: true, force: true });
  }
}

/** Names and texts of all that decides how the results look, besides the input. */
function sourcesIn(folders: string[]): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => path.extname(name) !== '')
      .map((name) => path.join(folder, name)),
  );
  const all = [...files, 'package-lock.json', 'package.json'].sort();
  return [process.version, ...all.flatMap((name) => [name, readFileSync(path.join(project, name), 'utf8')])];
}

const digest = (parts: string[]) => createHash('sha256').update(parts.join('\n')).digest('hex');
