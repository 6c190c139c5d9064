/** The error numbers that the interpreter was compiled with: those of WASI, which differ from Linux's. */
const numbers: Record<string, number> = {
  EACCES: 2,
  EBADF: 8,
  EBUSY: 10,
  EEXIST: 20,
  EINVAL: 28,
  EIO: 29,
  EISDIR: 31,
  ELOOP: 32,
  ENOENT: 44,
  ENOSPC: 51,
  ENOSYS: 52,
  ENOTDIR: 54,
  ENOTEMPTY: 55,
  EPERM: 63,
  ESPIPE: 70,
};

/** A system call that fails with one of the error codes of POSIX. */
export class SystemCallError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Returns the number of an error that a system call ended with; errors of any other kind are thrown again. */
export function numberOf(error: unknown): number {
  const number = numbers[(error as { code?: string }).code ?? ''];
  if (number === undefined) throw error;
  return number;
}
