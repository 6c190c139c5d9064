import type { Actor } from '../file/permissions';
import type { ShellMemory } from '../script/shell-memory';
import type { Task } from './task';
import type { Outcome } from './outcome';

export const signalNumbers: Record<string, number> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  TERM: 15,
  CONT: 18,
  STOP: 19,
};

/** A running program. A shell and what it runs in the foreground share a task; background jobs have their own. */
export class Process {
  readonly memory: ShellMemory = { functions: new Map(), jobs: [] };
  /** Its background jobs, by process id. */
  readonly jobs = new Map<number, Promise<Outcome>>();
  /** What it runs in the foreground; what was ended with it stays, for its last output. */
  readonly children = new Set<Promise<Outcome>>();
  /** The umask in front of each subshell that changes it. */
  readonly umasks: number[] = [];
  readonly traps = new Map<string, string>();
  readonly signal: AbortSignal;
  /** The variables at the last explicit `exit`. */
  leaving: Record<string, string> | undefined;
  /** Name of the signal that ended it. */
  killedBy: string | undefined;
  private readonly controller = new AbortController();

  constructor(
    readonly pid: number,
    readonly parent: Process | undefined,
    readonly task: Task,
    readonly actor: Actor,
    readonly command: string,
    readonly started: number,
  ) {
    this.signal = AbortSignal.any([
      this.controller.signal,
      parent !== undefined && parent.task === task ? parent.signal : task.signal,
    ]);
  }

  get user(): string {
    return this.actor.user;
  }

  /** Ends the process and what it runs in the foreground. */
  kill(signalName: string): void {
    if (this.killedBy !== undefined) return;
    this.killedBy = signalName;
    this.controller.abort();
  }
}
