/** An error of an execution as ASL knows it: an error name and a cause, either of which a Fail state may leave out. */
export class StatesError extends Error {
  override readonly cause: string | undefined;
  /** Further names under which a Retry or Catch may list this error. */
  readonly aliases: readonly string[];
  /** Set once the cause says in which state the error arose. */
  located = false;

  constructor(
    readonly error: string | undefined,
    cause?: string,
    aliases: readonly string[] = [],
  ) {
    super(cause ? `${error ?? 'Failed'}: ${cause}` : (error ?? 'Failed'));
    this.name = error ?? 'Failed';
    this.cause = cause;
    this.aliases = aliases;
  }

  /** The same error, its cause introduced by the state's name as AWS does it for States.Runtime. */
  at(state: string, enteredEventId: number): StatesError {
    if (this.located || this.error !== 'States.Runtime') return this;
    const located = new StatesError(
      this.error,
      `An error occurred while executing the state '${state}' (entered at the event id #${enteredEventId}). ${this.cause ?? ''}`,
    );
    located.located = true;
    return located;
  }
}

/** The execution ends now, whatever its states would catch: stopped, out of time, or out of history. */
export class ExecutionEnded extends Error {
  override readonly name = 'ExecutionEnded';
}

/** A branch ends because another branch of its Parallel or Map has failed. */
export class BranchAborted extends Error {
  override readonly name = 'BranchAborted';
}

/** Converts what was thrown to an error of the execution; anything unknown becomes States.Runtime. */
export function asStatesError(thrown: unknown): StatesError {
  if (thrown instanceof StatesError) return thrown;
  return new StatesError('States.Runtime', thrown instanceof Error ? thrown.message : String(thrown));
}
