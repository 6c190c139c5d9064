/** An error of the API or of the console: its fixed name, a sentence that says what is wrong, and what to do. */
export class Problem extends Error {
  constructor(
    message: string,
    /** The fixed name, such as `ImageNotFound`; undefined when nothing of ours answered. */
    readonly errorName?: string,
    readonly status?: number,
    readonly hint?: string,
    /** Everything that the answer said. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'Problem';
  }
}

/** Returns the problem of an answer that is an error: problem details (RFC 9457), or API Gateway's `{message}`. */
export function problemOf(status: number, body: unknown): Problem {
  const details = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string): string | undefined =>
    typeof details[key] === 'string' && details[key] !== '' ? details[key] : undefined;
  const message = text('detail') ?? text('message') ?? text('title') ?? `The request failed with status ${status}`;
  return new Problem(message, text('name'), status, text('hint'), details);
}

/** Returns the problem of any error: one that did not reach the console says that the command has ended. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError)
    return new Problem(
      'The console does not answer',
      'ConsoleEnded',
      undefined,
      'Its command has ended. Start it again, and open the address that it prints.',
    );
  return new Problem(error instanceof Error ? error.message : String(error));
}
