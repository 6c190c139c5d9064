import type { Context } from './context';
import type { Flags } from './flags';

/**
 * A flag of a command. Without `value` it is a switch; with it, the text names what the value is (`<k=v>` in the help).
 */
export interface FlagSpec {
  name: string;
  short?: string;
  value?: string;
  /** What the flag means where it is given without its value, which may then be left out. */
  bare?: string;
  description: string;
  repeatable?: boolean;
  required?: boolean;
  choices?: readonly string[];
  /**
   * The field of the request that it sets, with dots between the names, where that is not its own name: refusals name
   * it.
   */
  field?: string;
  /** Turns the text into what `run` sees; throws a UsageError that names the value. Gets the flag's name too. */
  parse?: (text: string, flag: string) => unknown;
}

/** A positional argument. */
export interface ArgumentSpec {
  name: string;
  description: string;
  optional?: boolean;
  choices?: readonly string[];
  /** Names a file, for the completion of shells. */
  file?: boolean;
  /**
   * Takes all words that are left, after `--` those too that look like flags. They follow the other arguments one by
   * one.
   */
  variadic?: boolean;
}

/** What a command gets: its arguments in order (`undefined` where an optional one is missing) and its flags. */
export interface Invocation {
  arguments: (string | undefined)[];
  flags: Flags;
}

/** A command as data. `names` are the ways to call it, the first one first in the help: `create-ami`, `ami create`. */
export interface CommandSpec {
  names: readonly string[];
  summary: string;
  /** More than the summary, for the help and the reference. */
  details?: string;
  arguments: readonly ArgumentSpec[];
  flags: readonly FlagSpec[];
  examples: readonly string[];
  /** Removes or stops something: asks unless `--yes`. */
  destructive?: boolean;
  /** Does the work and answers the exit code; 0 when it answers nothing. */
  run: (invocation: Invocation, context: Context) => Promise<number | void>;
}
