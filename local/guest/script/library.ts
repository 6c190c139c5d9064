import type * as JustBash from 'just-bash';

type Library = typeof JustBash;

let loading: Promise<Library> | undefined;

/** Loads the embedded shell once, when the first script runs. */
export function shellLibrary(): Promise<Library> {
  loading ??= import('just-bash');
  return loading;
}
