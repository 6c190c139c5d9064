import { nameOfLocation, locationOf } from '../../../core/model/location';
import type { RunAnswer } from '../../client/answers';
import type { Api } from '../../framework/api';
import type { Context } from '../../framework/context';
import { replicaLine, stageTime } from '../../render/runs';
import { createDisplay, fitLine, fitTimed, liveWidth } from './display';
import { logLine, type LogLine } from './log';
import { formatElapsed, silentSeconds } from './status';

type ShownStage = RunAnswer['stages'][number];

/** Where the output of the scripts goes: printed, or collapsed to its last lines in a terminal and else not shown. */
export type ScriptOutput = 'printed' | 'collapsed';

/** Shows the progress of a run on stderr. */
export interface Progress {
  /**
   * Shows an answer of the API with the lines that scripts have printed since the previous one. `at` is the time of the
   * answer.
   */
  show(run: RunAnswer, lines: readonly LogLine[], at: Date): void;
  /** Updates the elapsed times; called every second. */
  tick(): void;
  /** Whether lines of output are shown: all of them, so that the end need not be repeated, the last ones, or none. */
  readonly showsOutput: 'all' | 'last' | 'none';
}

// The most lines of output that are shown below a running stage.
const collapsedLines = 3;

/** Returns live lines if stderr is a terminal, otherwise one line for each change and each longer silence. */
export function runProgress(context: Context, api: Api, output: ScriptOutput): Progress {
  const width = liveWidth(context);
  return width === undefined ? plainProgress(context, api, output) : liveProgress(context, api, width, output);
}

/** Prints a line when a stage or a region changes its status, and the output of the scripts. */
function plainProgress(context: Context, api: Api, output: ScriptOutput): Progress {
  const printed = new Set<string>();
  const silence = silentSeconds(api);
  const clock = answeredClock(context, api);
  let silent = 0;
  let shown: RunAnswer | undefined;
  const write = (line: string): void => {
    silent = 0;
    context.messages.raw(`${line}\n`);
  };
  const print = (key: string, line: string): void => {
    if (printed.has(key)) return;
    printed.add(key);
    write(line);
  };
  const writeOutput = (lines: readonly LogLine[]): void => {
    if (output === 'printed') for (const line of lines) write(logLine(line));
  };
  return {
    showsOutput: output === 'printed' ? 'all' : 'none',
    show: (run, lines, at) => {
      clock.answered(at);
      shown = run;
      // What the current script has printed follows the line that announces it.
      const running = run.stages.find(({ status }) => status === 'running');
      const [earlier, current] = [
        lines.filter((line) => !isOf(line, running)),
        lines.filter((line) => isOf(line, running)),
      ];
      writeOutput(earlier);
      for (const stage of run.stages)
        print(
          `${stage.name} ${stage.detail ?? ''} ${stage.status}`,
          joined(stageText(stage, run.region), stageTime(stage)),
        );
      for (const replica of run.replicas)
        print(`${nameOfLocation(locationOf(replica))} ${replica.status}`, `  ${replicaLine(replica)}`);
      writeOutput(current);
    },
    tick: () => {
      silent += 1;
      const stage = shown?.stages.find(({ status }) => status === 'running');
      if (silent < silence || shown === undefined) return;
      write(
        stage === undefined
          ? `… ${shown.build_id} waits for its next stage`
          : joined(stageText(stage, shown.region), timeOf(stage, clock.now())),
      );
    },
  };
}

/**
 * Returns the clock of a view. Simulated time is known only at each answer: a stage must not seem to take longer than
 * it did, nor its time go back.
 */
function answeredClock(context: Context, api: Api): { now(): Date; answered(at: Date): void } {
  let last = context.now();
  return {
    now: () => (api.local ? last : context.now()),
    answered: (at) => {
      if (at > last) last = at;
    },
  };
}

/** Redraws all stages over the previous ones, with the last lines of output below the running stage. */
function liveProgress(context: Context, api: Api, width: number, output: ScriptOutput): Progress {
  const display = createDisplay(context);
  let shown: RunAnswer | undefined;
  let last: LogLine[] = [];
  let current: string | undefined;
  const clock = answeredClock(context, api);
  const draw = (): void => {
    if (shown === undefined) return;
    const { stages, region, replicas } = shown;
    display.draw(
      stages.flatMap((stage) => [
        paint(context, stage, fitTimed(stageText(stage, region), timeOf(stage, clock.now()), width)),
        ...(stage.name === 'replicate' ? replicas.map((each) => fitLine(`    ${replicaLine(each)}`, width)) : []),
        ...(stage.status === 'running'
          ? last.map((line) => context.progressStyles.dim(outputLine(line, stage, width)))
          : []),
      ]),
    );
  };
  return {
    showsOutput: output === 'printed' ? 'all' : 'last',
    show: (run, lines, at) => {
      clock.answered(at);
      const running = run.stages.find(({ status }) => status === 'running');
      const stage = `${running?.name} ${running?.detail}`;
      if (stage !== current) last = [];
      current = stage;
      if (output === 'printed') {
        if (lines.length > 0) display.print(lines.map((line) => `${logLine(line)}\n`).join(''));
      } else last = [...last, ...lines.filter(({ text }) => fitLine(text, width).trim() !== '')].slice(-collapsedLines);
      shown = run;
      draw();
    },
    tick: draw,
  };
}

const marks = { running: '…', succeeded: '✓', failed: '✗' } as const;

/** Formats a stage without its time: `✓ provision  us-east-1  install.sh`. */
function stageText(stage: ShownStage, region: string): string {
  const parts = [`${marks[stage.status]} ${stage.name.padEnd(9)}`, region, stage.detail];
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

/** Formats how long a stage took, or has run and may still run. */
function timeOf(stage: ShownStage, now: Date): string {
  if (stage.status !== 'running') return stageTime(stage);
  const since = new Date(stage.started_at);
  const { limit_seconds: limit } = stage;
  return formatElapsed(now, since, limit === undefined ? undefined : new Date(since.getTime() + limit * 1000));
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('  ');
}

/** Formats a line of output below its stage; scripts that run at the same time are named. */
function outputLine(line: LogLine, stage: ShownStage, width: number): string {
  const script = line.stage === undefined || line.stage === stage.detail ? '' : `[${line.stage}] `;
  return fitLine(`    │ ${script}${fitLine(line.text, width)}`, width);
}

/** Tells whether a line is of the script of a stage; the scripts of tests carry the name of the instance type. */
function isOf(line: LogLine, stage: ShownStage | undefined): boolean {
  return stage !== undefined && line.stage?.includes(stage.detail ?? stage.name) === true;
}

function paint(context: Context, stage: ShownStage, line: string): string {
  if (stage.status === 'running') return line;
  return stage.status === 'succeeded' ? context.progressStyles.green(line) : context.progressStyles.red(line);
}
