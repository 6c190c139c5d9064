import { formatDuration } from '../../core/lib/duration';
import type { RunAnswer } from '../client/answers';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { runProgress } from './progress';
import { failureLine } from '../render/runs';

/** A day: EC2 sometimes takes as long to make an image. */
const defaultPatience = 86_400;

export interface WaitOptions {
  /** What is waited for, in the sentence that says that time ran out. */
  what: string;
  /** The command that waits again. */
  again: string;
  /** Seconds. */
  timeout?: number;
}

/**
 * Reads until `done`, every 2 s at first and every 10 s later (every second in local mode). Exit code 5 when time runs
 * out; Ctrl-C says that it goes on.
 */
export async function poll<Value>(
  context: Context,
  patience: WaitOptions,
  read: () => Promise<Value>,
  done: (value: Value) => boolean,
): Promise<Value> {
  const { local } = await context.api();
  const seconds = patience.timeout ?? defaultPatience;
  const deadline = context.now().getTime() + seconds * 1000;
  const again = `Wait again: ${patience.again}`;
  const forget = context.onInterrupt(() =>
    context.terminal.err(`\nno longer waited for ${patience.what}; it goes on. ${again}\n`),
  );
  try {
    for (let wait = local ? 1000 : 2000; ; wait = local ? wait : Math.min(10_000, Math.round(wait * 1.25))) {
      const value = await read();
      if (done(value)) return value;
      const left = deadline - context.now().getTime();
      if (left <= 0)
        throw new CommandFailure(
          `${patience.what} is not done after ${formatDuration(seconds)}; it goes on`,
          exitCodes.timedOut,
          again,
        );
      await context.sleep(Math.min(wait, left));
    }
  } finally {
    forget();
  }
}

/** The path of a run: builds have a route of their own. */
export function runPath(id: string): string {
  return id.startsWith('bld-') ? `/v1/builds/${encodeURIComponent(id)}` : `/v1/operations/${encodeURIComponent(id)}`;
}

/** Follows a run to its end with progress on stderr. Answers it whatever its end was. */
export async function followRun(context: Context, id: string, timeout?: number): Promise<RunAnswer> {
  const api = await context.api();
  const show = runProgress(context);
  const read = async (): Promise<RunAnswer> => {
    const run = await api.get<RunAnswer>(runPath(id));
    show(run);
    return run;
  };
  return poll(context, { what: id, again: `spawn wait ${id}`, timeout }, read, (run) => run.status !== 'running');
}

/** The exit code of a run that has ended; says on stderr why it failed. */
export function reportEnd(context: Context, run: RunAnswer): number {
  if (run.status === 'succeeded') return exitCodes.done;
  const reason = run.failure === undefined ? run.status : failureLine(run.failure);
  context.terminal.err(`error: ${run.build_id} ${run.status}: ${reason}\n`);
  if (run.kind === 'build') context.terminal.err(`See what its scripts said: spawn builds logs ${run.build_id}\n`);
  if (run.failure?.name === 'ReplicationIncomplete' && run.ami_id !== undefined) {
    const failed = run.replicas
      .filter((replica) => replica.status === 'failed')
      .map((replica) => ` --to-region ${replica.region}`);
    context.terminal.err(
      `The image is published. Repair the regions alone: spawn replicate-ami ${run.ami_id}${failed.join('')}\n`,
    );
  }
  return exitCodes.failed;
}
