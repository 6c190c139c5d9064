import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import * as path from 'node:path';

const project = path.resolve(__dirname, '../..');
const day = 86_400_000;

/** Results that are kept until the sources that they were made from change. */
interface Kept {
  folder: string;
  /** Where the results are to be written if `folder` does not exist yet; `finish` then moves them there. */
  unfinished: string;
  isThere: boolean;
  finish(): void;
}

/**
 * Returns where results of a kind are kept under `dist/`, until a source in `folders` or the input changes. Parallel
 * runs do not disturb each other.
 */
export function keptResults(kind: string, folders: string[], input: unknown): Kept {
  const folder = path.join(project, 'dist', kind, digest([...sourcesIn(folders), JSON.stringify(input)]));
  const unfinished = `${folder}-${process.pid}`;
  return { folder, unfinished, isThere: existsSync(folder), finish: () => finish(folder, unfinished) };
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
