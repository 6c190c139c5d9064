import type { RunAnswer } from '../../client/answers';
import type { Api } from '../../framework/api';
import type { Context } from '../../framework/context';
import { ApiError } from '../../framework/problem';
import { pluralize } from '../../../core/lib/pluralize';
import type { Progress } from './view';
import { logReader, type LogLine } from './log';

const tailLines = 40;
/** The failures of scripts, which their output explains. */
const scriptFailures = ['ScriptFailed', 'ScriptTimedOut', 'TestFailed'];
const scriptStages = ['provision', 'clean', 'test', 'replicate'];
// CloudWatch shows lines some seconds after they were printed.
const lateReads = 3;

/** Reads the output of the scripts of a run while it is followed, and keeps the last lines of each script. */
export interface ScriptOutputReader {
  /** Returns the lines since the last call; asks the API only while scripts run, and once a script has failed. */
  read(run: RunAnswer): Promise<LogLine[]>;
  /** Prints the last lines of the script that made the run fail, and the regions whose log cannot be read. */
  printEnd(run: RunAnswer): void;
}

/**
 * Returns a reader of the output of the scripts of a run. Output of which nothing is shown is read only when a script
 * has failed. A log that cannot be read is a warning at the end: the run itself is followed.
 */
export function scriptOutput(
  context: Context,
  api: Api,
  id: string,
  shown: Progress['showsOutput'],
): ScriptOutputReader {
  const reader = logReader(api, id);
  const tails = new Map<string, { count: number; lines: string[] }>();
  let ran = false;
  let problem: string | undefined;
  const readAll = async (): Promise<LogLine[]> => {
    const lines: LogLine[] = [];
    try {
      for (;;) {
        const page = await reader.page();
        lines.push(...page.lines);
        if (!page.more) break;
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problem = error.message;
    }
    for (const line of lines) keep(tails, line);
    return lines;
  };
  return {
    read: async (run) => {
      const runs =
        shown !== 'none' && run.stages.some(({ name, status }) => status === 'running' && scriptStages.includes(name));
      const failed = isScriptFailure(run);
      // A short script may have run between two answers, and lines arrive late.
      const ended = shown === 'all' && run.status !== 'running';
      if (!runs && !ran && !ended && !failed) return [];
      ran = runs;
      const lines = await readAll();
      for (let reads = 1; failed && problem === undefined && tails.size === 0 && reads < lateReads; reads += 1) {
        await context.sleep(2000 / api.speed);
        lines.push(...(await readAll()));
      }
      return lines;
    },
    printEnd: (run) => {
      for (const [region, reason] of reader.unread)
        context.messages.warn(`the log in ${region} cannot be read: ${reason}`);
      if (problem !== undefined) context.messages.warn(`the output of the scripts cannot be read: ${problem}`);
      if (shown === 'all' || !isScriptFailure(run)) return;
      for (const name of failedScripts([...tails.keys()], run)) context.messages.raw(tailText(name, tails.get(name)!));
    },
  };
}

/** Tells whether a run failed because of a script, so that its output tells why. */
export function isScriptFailure({ failure }: RunAnswer): boolean {
  return failure !== undefined && scriptFailures.includes(failure.name);
}

function keep(tails: Map<string, { count: number; lines: string[] }>, { stage = '', text }: LogLine): void {
  const tail = tails.get(stage) ?? { count: 0, lines: [] };
  // A script that prints again becomes the last one.
  tails.delete(stage);
  tails.set(stage, { count: tail.count + 1, lines: [...tail.lines, text].slice(-tailLines) });
}

/** Returns the scripts that the failure names, otherwise the one that printed last. */
function failedScripts(names: readonly string[], { failure }: RunAnswer): string[] {
  const named = names.filter((name) => name !== '' && failure?.message.includes(name.replace(/^test-/, '')));
  return named.length > 0 ? named : names.slice(-1);
}

function tailText(name: string, { count, lines }: { count: number; lines: string[] }): string {
  const of = name === '' ? '' : ` of ${name}`;
  const title =
    count > lines.length
      ? `Last ${lines.length} of ${count} lines of output${of}:`
      : `${pluralize(count, 'line')} of output${of}:`;
  return `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
