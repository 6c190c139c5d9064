/** How long work has taken, for people: `0.8 s`, `12 s`. */
export function formatSeconds(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

/** The stream that shows what is waited for, usually stderr. */
type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/**
 * Shows a text with the elapsed time until the work has ended: in a terminal one line that changes every second and
 * disappears, elsewhere a line at the start and every two seconds.
 */
export async function whileWaiting<Result>(
  text: string,
  work: Promise<Result>,
  output: Output = process.stderr,
): Promise<Result> {
  const began = performance.now();
  const line = (): string => `… ${text}  ${Math.round((performance.now() - began) / 1000)} s`;
  if (!output.isTTY) output.write(`… ${text}\n`);
  const timer = output.isTTY
    ? setInterval(() => output.write(`\r\u001b[K${line()}`), 1000)
    : setInterval(() => output.write(`${line()}\n`), 2000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (output.isTTY) output.write('\r\u001b[K');
  }
}
