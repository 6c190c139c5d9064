import type * as JustBash from 'just-bash';

type Library = typeof JustBash;

let loading: Promise<Library> | undefined;

/** The embedded shell, loaded once, when the first script runs. */
export function shellLibrary(): Promise<Library> {
  loading ??= import('just-bash');
  return loading;
}
