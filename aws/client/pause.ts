/** Resolves after some seconds of the function's clock. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}

/**
 * Calls a function, and calls it again after each of the delays (seconds) while `passes` accepts the error. Then throws
 * the last error.
 */
export async function withRetries<Answer>(
  delays: readonly number[],
  passes: (error: unknown) => boolean,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (const delay of delays) {
    try {
      return await call();
    } catch (error) {
      if (!passes(error)) throw error;
      await pause(delay);
    }
  }
  return call();
}
