import type * as LocalMode from './built-local-mode';

/**
 * Local mode as journey-environment.cjs has loaded it: one for all the files that a worker runs, with its functions
 * warm.
 */
export const { AwsError, readAssembly, startLocal, virtualClock } = (
  globalThis as unknown as { localMode: typeof LocalMode }
).localMode;
