import { formatDuration } from '../../core/lib/duration';
import type { RunAnswer } from '../client/answers';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { runProgress } from './progress';
import { failureLine } from '../render/runs';

/** One day: EC2 can take that long to create an image. */
const defaultTimeout = 86_400;

/** The target, timeout and messages of a wait. */
export interface WaitOptions<Value> {
  /** The target of the wait, for the timeout message. */
  what: string;
  /** Describes the state of the target at the timeout. */
  remains?: (value: Value) => string;
  /** The command that waits again. */
  again: string;
  /** The maximum time in seconds. */
  timeout?: number;
}

/**
 * Reads until `done`, every 2 s at first and every 10 s later (every second in local mode). Exit code 5 at the timeout;
 * Ctrl-C prints how to wait again.
 */
export async function poll<Value>(
  context: Context,
  options: WaitOptions<Value>,
  read: () => Promise<Value>,
  done: (value: Value) => boolean,
): Promise<Value> {
  const { local } = await context.api();
  const seconds = options.timeout ?? defaultTimeout;
  const deadline = context.now().getTime() + seconds * 1000;
  const again = `To wait again: ${options.again}`;
  const forget = context.onInterrupt(() =>
    context.terminal.err(`\nStopped waiting for ${options.what}; nothing was cancelled. ${again}\n`),
  );
  try {
    for (let wait = local ? 1000 : 2000; ; wait = local ? wait : Math.min(10_000, Math.round(wait * 1.25))) {
      const value = await read();
      if (done(value)) return value;
      const left = deadline - context.now().getTime();
      if (left <= 0) {
        const remains = options.remains?.(value);
        throw new CommandFailure(
          `timed out after ${formatDuration(seconds)} waiting for ${options.what}${remains === undefined ? '' : `; ${remains}`}`,
          exitCodes.timedOut,
          again,
        );
      }
      await context.sleep(Math.min(wait, left));
    }
  } finally {
    forget();
  }
}

/** Returns the API path of a run: builds have a route of their own. */
export function runPath(id: string): string {
  return id.startsWith('bld-') ? `/v1/builds/${encodeURIComponent(id)}` : `/v1/operations/${encodeURIComponent(id)}`;
}

/** Waits for a run to end, with progress on stderr. Returns it whether it succeeded or not. */
export async function followRun(context: Context, id: string, timeout?: number): Promise<RunAnswer> {
  const api = await context.api();
  const show = runProgress(context);
  const read = async (): Promise<RunAnswer> => {
    const run = await api.get<RunAnswer>(runPath(id));
    show(run);
    return run;
  };
  return poll(
    context,
    { what: id, remains: () => 'it is still running', again: `spawn wait ${id}`, timeout },
    read,
    (run) => run.status !== 'running',
  );
}

/** Returns the exit code of a run that has ended; prints the failure on stderr. */
export function reportEnd(context: Context, run: RunAnswer): number {
  if (run.status === 'succeeded') return exitCodes.done;
  const reason = run.failure === undefined ? run.status : failureLine(run.failure);
  context.terminal.err(`error: ${run.build_id} ${run.status}: ${reason}\n`);
  if (run.kind === 'build')
    context.terminal.err(`To see the output of its scripts: spawn builds logs ${run.build_id}\n`);
  if (run.failure?.name === 'ReplicationIncomplete' && run.ami_id !== undefined) {
    const failed = run.replicas
      .filter((replica) => replica.status === 'failed')
      .map((replica) => ` --to-region ${replica.region}`);
    context.terminal.err(
      `The image is published. To retry only the failed regions: spawn replicate-ami ${run.ami_id}${failed.join('')}\n`,
    );
  }
  return exitCodes.failed;
}
