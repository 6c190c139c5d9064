/** What a script ran into when the embedded shell stops it: it would run on for ever, or use up the guest. */
export type Limit = 'endless' | 'recursion' | 'memory';

export const executionLimits = {
  maxCommandCount: 60_000,
  maxLoopIterations: 20_000,
  maxCallDepth: 100,
  maxStringLength: 32 * 1024 * 1024,
  maxOutputSize: 48 * 1024 * 1024,
  maxExecutionTimeMs: Number.POSITIVE_INFINITY,
};

const message =
  /increase executionLimits\.|limit exceeded \(\d|maximum depth \(\d+\) exceeded|Maximum call stack|Invalid string length/;

/** Returns the limit that the last lines of standard error tell of, if the exit code is that of a limit. */
export function limitOf(exitCode: number, stderr: string): Limit | undefined {
  if (exitCode !== 126 && exitCode !== 1) return undefined;
  const end = stderr.slice(-400);
  if (!message.test(end)) return undefined;
  if (/recursion|maximum depth|call stack/i.test(end)) return 'recursion';
  return /commands executed|iterations|work limit/.test(end) ? 'endless' : 'memory';
}

/** Returns standard error without the embedded shell's own words about the limit. */
export function withoutLimit(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !message.test(line))
    .join('\n');
}

/** Returns standard error without the embedded shell's words about having been ended. */
export function withoutAbort(stderr: string): string {
  return stderr.replace(/^bash: .*(aborted|context revoked|after cancellation)\n/gm, '');
}
