import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ImageLock } from '../../core/release/lock';
import type { Host } from '../framework/context';
import { usageError } from '../framework/failure';

/** The default name of the lock file. */
export const defaultLockFile = 'spawn-images.lock.json';

/** Reads a lock file; returns undefined if it does not exist. Refuses an invalid file. */
export async function readLockFile(host: Host, file: string): Promise<ImageLock | undefined> {
  const text = await readFile(resolve(host.directory, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw usageError(`cannot read the lock file ${file}: ${error.message}`);
  });
  if (text === undefined) return undefined;
  const { parseLock } = await import('../../core/release/lock');
  return parseLock(text, file);
}

/** Writes a lock file atomically. */
export async function writeLockFile(host: Host, file: string, lock: ImageLock): Promise<void> {
  const { lockText } = await import('../../core/release/lock');
  const path = resolve(host.directory, file);
  const fresh = `${path}.${process.pid}`;
  try {
    await writeFile(fresh, lockText(lock));
    await rename(fresh, path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // The message of the system ends with the name of the temporary file.
    throw usageError(
      `cannot write the lock file ${file}: ${code === 'ENOENT' ? `folder ${dirname(file)} not found` : message.replace(/, \w+ '.*$/, '')}`,
    );
  }
}
