import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was run of one suite, over all runs, and in the last one. */
export interface Figure {
  /** Cases of the suite; 0 when it has no end. */
  size: number;
  /** Cases that were run, over all runs. */
  run: number;
  violations: number;
  last: { date: string; run: number; violations: number; cpu_seconds: number };
  /** Where each shard goes on. */
  next: Record<string, number>;
}

export type Figures = Record<string, Figure>;

const fileOf = (project: string): string => join(project, 'test', 'simulation', 'figures.json');

export const readFigures = (project: string): Figures => JSON.parse(readFileSync(fileOf(project), 'utf8')) as Figures;

/** Adds a run of a suite to the file of figures. */
export function addFigure(
  project: string,
  suite: string,
  size: number,
  last: Figure['last'],
  next?: [shard: string, position: number],
): void {
  const before = readFigures(project)[suite] ?? { size, run: 0, violations: 0, last, next: {} };
  write(project, suite, {
    size,
    run: before.run + last.run,
    violations: before.violations + last.violations,
    last,
    next: { ...before.next, ...(next && { [next[0]]: next[1] }) },
  });
}

/** Writes the figure of a suite that tries all of its cases each time. */
export function setFigure(project: string, suite: string, last: Figure['last']): void {
  write(project, suite, { size: last.run, run: last.run, violations: last.violations, last, next: {} });
}

function write(project: string, suite: string, figure: Figure): void {
  const all = { ...readFigures(project), [suite]: figure };
  const sorted = Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(fileOf(project), `${JSON.stringify(sorted, null, 2)}\n`);
}
