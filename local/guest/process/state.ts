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
  /** The variables at the last explicit `exit`. */
  leaving: Record<string, string> | undefined;
  /** Name of the signal that ended it. */
  killedBy: string | undefined;
  private readonly controller = new AbortController();
  private readonly above: AbortSignal;
  private readonly follow = (): void => this.controller.abort();

  constructor(
    readonly pid: number,
    readonly parent: Process | undefined,
    readonly task: Task,
    readonly actor: Actor,
    readonly command: string,
    readonly started: number,
  ) {
    // Not AbortSignal.any: Node keeps such a signal for ever while somebody listens to it, and the machine with it.
    this.above = parent !== undefined && parent.task === task ? parent.signal : task.signal;
    if (this.above.aborted) this.follow();
    else this.above.addEventListener('abort', this.follow, { once: true });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
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

  /** Takes note that the process has ended: what ran it in the foreground no longer ends it. */
  end(): void {
    this.above.removeEventListener('abort', this.follow);
  }
}
