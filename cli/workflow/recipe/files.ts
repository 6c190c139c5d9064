import type { Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { usageError } from '../../framework/failure';

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * Reads a script of the recipe's folder; returns undefined if it does not exist. Does not follow a link out of the
 * folder: a recipe must not send files from elsewhere.
 */
export async function readBeside(folder: string, name: string): Promise<Buffer | undefined> {
  try {
    const inside = await realpath(folder);
    const file = await realpath(join(folder, name));
    if (!file.startsWith(inside + sep))
      throw usageError(
        `the script '${name}' is a link to ${file}, outside the recipe's folder: replace the link with the file`,
      );
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') throw usageError(`the script '${name}' is a folder: name a file in it`);
    throw code === undefined ? error : usageError(`the script '${name}' cannot be read: ${message}`);
  }
}

class Refusal extends Error {}

/**
 * Reads a file of the recipe's folder, or all files below a folder of it, by their paths in the recipe. Returns a
 * sentence for what cannot be sent: what is missing, empty, outside of the folder or no file. Links are followed to
 * files of the recipe's folder only. A file with more bytes than `most` is not
 * read: its size stands for it. One file more than `most` is the last.
 */
export async function readSource(
  folder: string,
  path: string,
  most: { bytes: number; files: number },
): Promise<Map<string, Buffer | number> | string> {
  const found = new Map<string, Buffer | number>();
  try {
    const inside = await realpath(folder);
    await read({ inside, found, most }, path, true);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return `files names '${path}', which cannot be read: ${(error as Error).message}.`;
  }
  return found.size > 0 ? found : `files names the folder '${path}', which has no files: name one that has.`;
}

interface Reading {
  inside: string;
  found: Map<string, Buffer | number>;
  most: { bytes: number; files: number };
}

async function read(reading: Reading, path: string, isNamed: boolean): Promise<void> {
  const { inside, found, most } = reading;
  if (found.size > most.files) return;
  const at = join(inside, path);
  const [real, facts] = await Promise.all([realpath(at), stat(at)]).catch((error: unknown): [string, Stats] => {
    if (!isMissing(error)) throw error;
    const what = isNamed ? 'does not exist' : 'is a link to nothing';
    throw new Refusal(`files names '${path}', which ${what}: put it next to the recipe, or correct the name.`);
  });
  if (!real.startsWith(inside + sep))
    throw new Refusal(
      `files names '${path}', which leads to ${real}, outside the recipe's folder: replace the link with the file.`,
    );
  if (facts.isFile()) return void found.set(path, facts.size > most.bytes ? facts.size : await readFile(real));
  if (!facts.isDirectory())
    throw new Refusal(`files names '${path}', which is no file and no folder: leave it out of the folder.`);
  // A link to a folder above would never end.
  if (!isNamed && real !== at)
    throw new Refusal(`files names '${path}', which is a link to a folder: replace the link with the folder.`);
  for (const name of (await readdir(real)).sort()) await read(reading, `${path}/${name}`, false);
}
