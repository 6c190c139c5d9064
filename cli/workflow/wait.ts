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
    context.messages.note(`\nStopped waiting for ${options.what}; nothing was cancelled. ${again}`),
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
  const what = { what: id, remains: () => 'it is still running', again: `spawn wait ${id}`, timeout };
  const hasEnded = ({ status }: RunAnswer): boolean => status !== 'running';
  const progress = runProgress(context, api, output);
  const scripts = scriptOutput(context, api, id, progress.showsOutput);
  const read = async (): Promise<RunAnswer> => {
    const asked = context.now();
    const run = await api.get<RunAnswer>(runPath(id));
    // In local mode, the first is extrapolated, and the second of a moment after the run was read.
    const at = new Date(Math.min(asked.getTime(), context.now().getTime()));
    progress.show(run, await scripts.read(run), at);
    return run;
  };
  const stop = context.every(1000, progress.tick);
  try {
    const run = await poll(context, { ...what, shown: 'by caller' }, read, hasEnded);
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

/** Returns the command that prints the whole output of the scripts of a run. */
function logsCommand(id: string): string {
  return `spawn builds logs ${id}`;
}

/** Returns the lines that say how to connect to the builder of a failed build, and how to remove it. */
function keptHints({ instance_id, region, until }: NonNullable<RunAnswer['kept_builder']>): string[] {
  return [
    `The builder ${instance_id} is kept until ${until}. To look at it: spawn connect ${instance_id} --region ${region}`,
    `To remove it now: spawn terminate ${instance_id} --region ${region}`,
  ];
}

/** Returns the lines that say how to retry a failed build with its image. */
function candidateHints({ build_id, kept_candidate: kept }: RunAnswer): string[] {
  if (!kept || kept.taken) return [];
  return [
    `The image ${kept.ami_id} is kept until ${kept.until}. To test and publish it: spawn builds retry ${build_id}`,
    `To test it with another test of its recipe: spawn builds retry ${build_id} --recipe PATH`,
  ];
}

/** Returns the command that copies an image to the regions that a run has not reached. */
function retryHint({ ami_id, replicas }: RunAnswer): string {
  const failed = replicas.filter(({ status }) => status === 'failed').map(({ region }) => ` --to-region ${region}`);
  return `The image is published. To retry only the failed regions: spawn replicate-ami ${ami_id}${failed.join('')}`;
}

/** Returns the exit code of a run that has ended; reports the failure with what to do next. */
export function reportEnd(context: Context, run: RunAnswer): number {
  if (run.status === 'succeeded') return exitCodes.done;
  context.messages.error(failureOfRun(run, run.build_id));
  return exitCodes.failed;
}

/** Returns the failure of a run that has not succeeded, with what to do next; `what` names the run. */
export function failureOfRun(run: RunAnswer, what: string): CommandFailure {
  const { build_id, status, failure, kept_builder } = run;
  const hints = [
    // The message may say it already.
    (run.kind === 'build' || isScriptFailure(run)) && !failure?.message.includes(logsCommand(build_id))
      ? [`To see all output of its scripts: ${logsCommand(build_id)}`]
      : [],
    kept_builder === undefined ? [] : keptHints(kept_builder),
    candidateHints(run),
    failure?.name === 'ReplicationIncomplete' && run.ami_id !== undefined ? [retryHint(run)] : [],
  ].flat();
  return new CommandFailure(
    `${what} ${status}${failure === undefined ? '' : `: ${failureLine(failure)}`}`,
    exitCodes.failed,
    hints.length === 0 ? undefined : hints.join('\n'),
    { name: failure?.name ?? (status === 'cancelled' ? 'BuildCancelled' : undefined), details: { build_id, status } },
  );
}
