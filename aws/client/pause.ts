/** Resolves after some seconds, by the clock that the function runs under. */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}

/** Calls again after each of the delays (seconds) while the error is one that passes; then throws the last error. */
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
