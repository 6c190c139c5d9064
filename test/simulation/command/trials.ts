import { wrongClock } from '../clocks/try';
import { wrongPlan } from '../engine/inventory/random';
import { batchSize, hostileStrings } from '../injection/strings';
import { tryTexts } from '../injection/try';
import { addFigure, readFigures } from './figures';
import { cpuSecondsSince, today } from './measure';

/** A suite whose cases need no deployment. */
interface Trial {
  suite: string;
  /** How many cases the plan is about. */
  planned: number;
  /** Cases that one seed gives. */
  each: number;
  /** What is wrong with the cases of a seed. */
  wrong: (seed: number) => Iterable<string>;
}

export const trials = {
  inventories: {
    suite: 'T6',
    planned: 100_000,
    each: 1,
    wrong: (seed) => [wrongPlan(seed)].filter((what) => what !== undefined),
  },
  strings: {
    suite: 'T8',
    planned: 1_000_000,
    each: batchSize,
    wrong: (seed) =>
      tryTexts(hostileStrings(seed)).wrong.map(({ way, text, what }) => `${way}: ${JSON.stringify(text)}: ${what}`),
  },
  dates: { suite: 'T15', planned: 10_000, each: 1, wrong: wrongClock },
} satisfies Record<string, Trial>;

/** Tries so many cases, from where the last run ended, and adds to the file of figures. Returns the exit code. */
export function tryCases(project: string, trial: Trial, count: number, say: (line: string) => void): number {
  const before = process.cpuUsage();
  const shard = '1/1';
  const { suite, planned, each } = trial;
  const first = (readFigures(project)[suite]?.next[shard] ?? 0) + 1;
  const seeds = Math.ceil(count / each);
  let violations = 0;
  for (let seed = first; seed < first + seeds; seed += 1) {
    for (const what of trial.wrong(seed)) {
      violations += 1;
      say(`${suite}: ${seed}: ${what}`);
    }
  }
  const last = { date: today(), run: seeds * each, violations, cpu_seconds: cpuSecondsSince(before) };
  addFigure(project, suite, planned, last, [shard, first + seeds - 1]);
  say(`${suite}: ${last.run} cases from ${first} on, ${violations} wrong, ${last.cpu_seconds} s`);
  return violations === 0 ? 0 : 1;
}
