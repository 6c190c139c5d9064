import { formatDuration } from '../../core/lib/duration';
import type { RunAnswer } from '../client/answers';
import type { Context } from '../framework/context';
import { CommandFailure, exitCodes } from '../framework/failure';
import { liveWidth } from './progress/display';
import { runProgress } from './progress/view';
import { isScriptFailure, scriptOutput } from './progress/script-output';
import { formatElapsed, showStatus, type Status } from './progress/status';
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
  /** Describes the state of the target while it is waited for. */
  state?: (value: Value) => string | undefined;
  /**
   * Where the wait is shown: as a status line (default), only in a terminal because other output must not be mixed with
   * it, or by the caller.
   */
  shown?: 'terminal' | 'by caller';
}

/**
 * Reads until `done`, every 2 s at first and every 10 s later (every second in local mode), and shows the elapsed time.
 * Exit code 5 at the timeout, which counts the time of the API; Ctrl-C prints how to wait again.
 */
export async function poll<Value>(
  context: Context,
  options: WaitOptions<Value>,
  read: () => Promise<Value>,
  done: (value: Value) => boolean,
): Promise<Value> {
  const api = await context.api();
  const { local } = api;
  const seconds = options.timeout ?? defaultTimeout;
  const since = context.now();
  const until = new Date(since.getTime() + seconds * 1000);
  let latest: Value | undefined;
  const describe = (): Status => {
    const state = latest === undefined ? undefined : options.state?.(latest);
    return {
      text: `waiting for ${options.what}${state === undefined ? '' : `: ${state}`}`,
      time: formatElapsed(context.now(), since, until),
    };
  };
  const stop =
    options.shown === 'by caller' ? () => {} : showStatus(context, api, describe, options.shown === 'terminal');
  const again = `To wait again: ${options.again}`;
  const forget = context.onInterrupt(() =>
    context.terminal.err(`\nStopped waiting for ${options.what}; nothing was cancelled. ${again}\n`),
  );
  try {
    for (let wait = local ? 1000 : 2000; ; wait = local ? wait : Math.min(10_000, Math.round(wait * 1.25))) {
      const value = await read();
      latest = value;
      if (done(value)) return value;
      const left = until.getTime() - context.now().getTime();
      if (left <= 0) {
        const remains = options.remains?.(value);
        throw new CommandFailure(
          `timed out after ${formatDuration(seconds)} waiting for ${options.what}${remains === undefined ? '' : `; ${remains}`}`,
          exitCodes.timedOut,
          again,
        );
      }
      await context.sleep(Math.min(wait, Math.ceil(left / api.speed)));
    }
  } finally {
    stop();
    forget();
  }
}

/** Returns the API path of a run: builds have a route of their own. */
export function runPath(id: string): string {
  return id.startsWith('bld-') ? `/v1/builds/${encodeURIComponent(id)}` : `/v1/operations/${encodeURIComponent(id)}`;
}

/** What following a run shows. */
export interface FollowOptions {
  /** The maximum time in seconds. */
  timeout?: number;
  /**
   * Whether the whole output of the scripts is printed. By default it is collapsed in a terminal, and elsewhere only
   * the end of a script that failed is printed.
   */
  output?: 'printed' | 'collapsed';
}

/** Waits for a run to end, with progress on stderr. Returns it whether it succeeded or not. */
export async function followRun(
  context: Context,
  id: string,
  { timeout, output = 'collapsed' }: FollowOptions = {},
): Promise<RunAnswer> {
  const api = await context.api();
  const progress = runProgress(context, api, output);
  const scripts = scriptOutput(context, api, id, progress.showsOutput);
  const read = async (): Promise<RunAnswer> => {
    const run = await api.get<RunAnswer>(runPath(id));
    progress.show(run, await scripts.read(run));
    return run;
  };
  const stop = context.every(1000, progress.tick);
  try {
    const run = await poll(
      context,
      { what: id, remains: () => 'it is still running', again: `spawn wait ${id}`, timeout, shown: 'by caller' },
      read,
      ({ status }) => status !== 'running',
    );
    scripts.printEnd(run);
    return run;
  } finally {
    stop();
  }
}

/** Returns what `build --wait` and `test-ami` print of their scripts: everything, unless a terminal collapses it. */
export function outputOf(context: Context, follow: boolean): 'printed' | 'collapsed' {
  return follow || liveWidth(context) === undefined ? 'printed' : 'collapsed';
}

/** Returns the line that says how to see the whole output of the scripts of a run. */
export function logsHint(id: string): string {
  return `To see all output of its scripts: spawn builds logs ${id}\n`;
}

/** Returns the lines that say how to connect to the builder of a failed build, and how to remove it. */
function keptHint({ instance_id, region, until }: NonNullable<RunAnswer['kept_builder']>): string {
  return (
    `The builder ${instance_id} is kept until ${until}. To look at it: spawn connect ${instance_id} --region ${region}\n` +
    `To remove it now: spawn terminate ${instance_id} --region ${region}\n`
  );
}

/** Returns the exit code of a run that has ended; prints the failure on stderr. */
export function reportEnd(context: Context, run: RunAnswer): number {
  if (run.status === 'succeeded') return exitCodes.done;
  const reason = run.failure === undefined ? run.status : failureLine(run.failure);
  context.terminal.err(`error: ${run.build_id} ${run.status}: ${reason}\n`);
  if (run.kind === 'build' || isScriptFailure(run)) context.terminal.err(logsHint(run.build_id));
  if (run.kept_builder !== undefined) context.terminal.err(keptHint(run.kept_builder));
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
