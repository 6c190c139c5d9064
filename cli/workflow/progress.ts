import type { Stage } from '../../core/model/run';
import type { RunAnswer } from '../client/answers';
import type { Context } from '../framework/context';
import { replicaLine, stageTime } from '../render/runs';

/** Shows the progress of a run; called with every answer of the API. */
export type Progress = (run: RunAnswer) => void;

/** Returns live lines if stderr is a terminal, otherwise one line for each change. */
export function runProgress(context: Context): Progress {
  const width = context.terminal.progressWidth;
  // The lines of --verbose would break the redrawn lines.
  return width === undefined || context.verbose ? plainProgress(context) : liveProgress(context, width);
}

/** Prints a line when a stage or a region changes its status. */
function plainProgress(context: Context): Progress {
  const printed = new Set<string>();
  const print = (key: string, line: string): void => {
    if (printed.has(key)) return;
    printed.add(key);
    context.terminal.err(`${line}\n`);
  };
  return (run) => {
    for (const stage of run.stages)
      print(`${stage.name} ${stage.detail ?? ''} ${stage.status}`, progressLine(stage, run.region));
    for (const replica of run.replicas) print(`${replica.region} ${replica.status}`, `  ${replicaLine(replica)}`);
  };
}

/** Redraws all stages over the previous ones. */
function liveProgress(context: Context, width: number): Progress {
  let drawn = 0;
  const seen = new Map<string, number>();
  return (run) => {
    const now = context.now().getTime();
    const lines = run.stages.flatMap((stage) => {
      const key = `${stage.name} ${stage.started_at}`;
      if (!seen.has(key)) seen.set(key, now);
      // Counted from when it was first seen here: the API's clock may differ, and in local mode it runs faster.
      const waited = stage.status === 'running' ? `${Math.round((now - seen.get(key)!) / 1000)}s` : '';
      const regions = stage.name === 'replicate' ? run.replicas.map((replica) => `    ${replicaLine(replica)}`) : [];
      return [
        paint(context, stage, progressLine(stage, run.region, waited).slice(0, width - 1)),
        ...regions.map((line) => line.slice(0, width - 1)),
      ];
    });
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`;
    context.terminal.err(`${up}\u001b[J${lines.map((line) => `${line}\n`).join('')}`);
    drawn = lines.length;
  };
}

const marks = { running: '…', succeeded: '✓', failed: '✗' } as const;

/** `✓ provision  us-east-1  install.sh  1m20s`; `elapsed` is shown only for a running stage. */
function progressLine(stage: Stage, region: string, elapsed = ''): string {
  const parts = [`${marks[stage.status]} ${stage.name.padEnd(9)}`, region, stage.detail, stageTime(stage) || elapsed];
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

function paint(context: Context, stage: Stage, line: string): string {
  if (stage.status === 'running') return line;
  return stage.status === 'succeeded' ? context.styles.green(line) : context.styles.red(line);
}
