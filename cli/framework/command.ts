import type { Context } from './context';
import type { Flags } from './flags';

/** A flag of a command. Without `value` it is a switch; otherwise `value` names its value (`<k=v>` in the help). */
export interface FlagSpec {
  name: string;
  short?: string;
  value?: string;
  /** The value of the flag if it is given without one; makes the value optional. */
  bare?: string;
  description: string;
  repeatable?: boolean;
  required?: boolean;
  choices?: readonly string[];
  /**
   * The field of the request that it sets, with dots between the names, if that is not the flag's own name: refusals
   * name it.
   */
  field?: string;
  /** Parses the text for `run`; throws a usage error that names the value. */
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
  /** An image that may also be named by `stack@version`. */
  release?: boolean;
  /**
   * Takes all remaining words, after `--` also those that look like flags. They follow the other arguments one by
   * one.
   */
  variadic?: boolean;
}

/** The input of a command: its arguments in order (`undefined` for a missing optional one) and its flags. */
export interface Invocation {
  arguments: (string | undefined)[];
  flags: Flags;
}

/** A command as data. `names` are the ways to call it: `create-ami`, `ami create`. */
export interface CommandSpec {
  names: readonly string[];
  summary: string;
  /** A longer description, for the help and the reference. */
  details?: string;
  arguments: readonly ArgumentSpec[];
  flags: readonly FlagSpec[];
  examples: readonly string[];
  /** Removes or stops something: asks for confirmation unless `--yes`. */
  destructive?: boolean;
  /** Called by scripts only: left out of the help, the reference and the completion. */
  hidden?: boolean;
  /** Runs the command and returns the exit code; nothing means 0. */
  run: (invocation: Invocation, context: Context) => Promise<number | void>;
}
