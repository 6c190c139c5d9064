import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The origin of a recipe: a git commit, and whether the sent files differ from it. */
export interface Source {
  commit: string;
  changed: boolean;
}

const slow = 5_000;

/**
 * Returns the commit of the work tree that contains a folder; undefined outside a work tree, without git, and before
 * the first commit.
 */
export async function sourceOf(folder: string, files: readonly string[]): Promise<Source | undefined> {
  // A file system monitor would run a program that the repository configures.
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
