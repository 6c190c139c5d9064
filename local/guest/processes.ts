import { actorOf } from './file/permissions';
import { Process } from './process/state';
import type { Launch, ShellEnd } from './process/launch';
import { runShell } from './shell/run';
import type { ProcessTable, System } from './process/system';
import { Task } from './process/task';

/** As many processes as a guest runs at a time; a fork bomb ends here. */
const mostProcesses = 400;

const cannotFork: ShellEnd = {
  exitCode: 254,
  stdout: '',
  stderr: 'bash: fork: retry: Resource temporarily unavailable\n',
  variables: {},
};

/** The process table of a guest. */
export class Processes implements ProcessTable {
  private readonly running = new Map<number, Process>();
  private nextPid = 1200;
  private stopped = false;

  constructor(private readonly system: System) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  list(): Process[] {
    return [...this.running.values()];
  }

  find(pid: number): Process | undefined {
    return this.running.get(pid);
  }

  /** Runs something in the foreground of another process: they share one line of execution. */
  async foreground(parent: Process, launch: Launch, started?: (process: Process) => void): Promise<ShellEnd> {
    if (this.running.size >= mostProcesses) return cannotFork;
    const process = this.enter(launch, parent.task, parent);
    started?.(process);
    const running = runShell(this.system, process, launch);
    parent.children.add(running);
    try {
      const end = await running;
      if (!parent.signal.aborted) parent.children.delete(running);
      return end;
    } finally {
      process.end();
      this.running.delete(process.pid);
    }
  }

  /** Starts something that runs by itself. `done` never rejects; a killed process ends with 128 + signal. */
  background(launch: Launch, parent?: Process): { process: Process; done: Promise<ShellEnd> } {
    if (this.running.size >= mostProcesses && parent === undefined && launch.capture === undefined) {
      const none = new Task(this.system.host.clock);
      none.end();
      return {
        process: new Process(0, undefined, none, actorOf(this.system.files, launch.user), '', 0),
        done: Promise.resolve(cannotFork),
      };
    }
    const task = new Task(this.system.host.clock);
    const process = this.enter(launch, task, parent);
    const failed = (error: unknown): ShellEnd => ({
      exitCode: 70,
      stdout: '',
      stderr: `simulation failed: ${String(error)}\n`,
      variables: {},
    });
    const done = runShell(this.system, process, launch)
      .catch(failed)
      .finally(() => {
        this.running.delete(process.pid);
        task.end();
      });
    return { process, done };
  }

  /** Ends everything, as power loss does. */
  endAll(): void {
    this.stopped = true;
    for (const process of this.list()) {
      process.kill('KILL');
      process.task.kill();
    }
  }

  private enter(launch: Launch, task: Task, parent: Process | undefined): Process {
    this.nextPid += 1;
    const command = launch.command ?? launch.words?.join(' ') ?? 'bash';
    const actor =
      parent?.user === launch.user
        ? { ...parent.actor, refused: new Map() }
        : actorOf(this.system.files, launch.user, parent?.actor.umask);
    const process = new Process(this.nextPid, parent, task, actor, command, this.system.host.clock.now());
    this.running.set(process.pid, process);
    return process;
  }
}
