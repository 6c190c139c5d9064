import type { FileSystem } from '../file/system';
import type { Outcome } from './outcome';
import type { Process } from './state';
import type { System } from './system';

/** A program to start: its words, or a script for the shell. */
export interface Start {
  words?: string[];
  script?: string;
  user?: string;
  cwd?: string;
  environment?: Record<string, string>;
  stdin?: string;
}

/** Everything that a simulated program may look at and touch. */
export interface ToolCall {
  readonly name: string;
  readonly args: string[];
  readonly files: FileSystem;
  readonly system: System;
  readonly process: Process;
  readonly cwd: string;
  readonly user: string;
  /** The exported variables. */
  readonly environment: Record<string, string>;
  /** All variables of the calling shell; what is set here is set there. */
  readonly variables: Map<string, string>;
  /** Standard input, one character for each byte. */
  readonly stdin: string;
  readonly signal: AbortSignal;
  /** Lets simulated seconds pass. */
  spend(seconds: number): Promise<void>;
  /** Runs another program in the foreground, with this one's environment unless told otherwise. */
  start(start: Start): Promise<Outcome>;
  /** The embedded shell's own program of this name. */
  builtin(args: string[]): Promise<Outcome>;
  /** An absolute path. */
  path(path: string): string;
}

/** A simulated program. It may succeed only by leaving something that the next step can observe. */
export type Tool = (call: ToolCall) => Outcome | Promise<Outcome>;

export const success = (stdout = ''): Outcome => ({ exitCode: 0, stdout, stderr: '' });

export const failure = (stderr: string, exitCode = 1, stdout = ''): Outcome => ({
  exitCode,
  stdout,
  stderr: stderr.endsWith('\n') || stderr === '' ? stderr : `${stderr}\n`,
});

/** Returns the answer to an option or a feature that exists in the real program and not in this simulation. */
export const notModeled = (call: ToolCall, what: string): Outcome =>
  failure(`${call.name}: ${what} is not modeled by this simulation`, 1);
