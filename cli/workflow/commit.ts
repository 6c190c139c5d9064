import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Where a recipe comes from: a git commit, and whether what is sent differs from it. */
export interface Source {
  commit: string;
  changed: boolean;
}

const slow = 5_000;

/**
 * The commit of the work tree that a folder lies in; undefined outside of one, where git is missing, and before the
 * first commit.
 */
export async function sourceOf(folder: string, files: readonly string[]): Promise<Source | undefined> {
  // A file system monitor would be a program that the repository names.
  const git = async (...words: string[]): Promise<string> =>
    (
      await promisify(execFile)('git', ['-c', 'core.fsmonitor=false', '-C', folder, ...words], { timeout: slow })
    ).stdout.trim();
  try {
    const commit = await git('rev-parse', '--verify', 'HEAD');
    return { commit, changed: (await git('status', '--porcelain', '--ignored=matching', '--', ...files)) !== '' };
  } catch {
    return undefined;
  }
}
