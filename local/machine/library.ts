type Library = typeof import('just-bash');

let loading: Promise<Library> | undefined;

/** The embedded shell, loaded once, when the first script runs. */
export function shellLibrary(): Promise<Library> {
  loading ??= import('just-bash');
  return loading;
}
