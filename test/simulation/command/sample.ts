import { runCase } from '../engine/run';
import type { Named } from '../engine/suites';
import { addFigure } from './figures';
import { replayHint, tellViolation } from './report';
import { casesOf } from './suites';

export interface Sampled {
  suite: string;
  size: number;
  run: number;
  /** Cases in which nothing was disturbed, because the code no longer gets there. */
  idle: string[];
  failed: string[];
  /** Pairs of function and action that were disturbed. */
  sites: number;
  cpuSeconds: number;
}

/** Runs cases and tells those that violate an invariant, with the command that runs each again. */
export async function runNamed(
  assembly: string,
  suite: string,
  cases: Iterable<Named>,
  say: (line: string) => void,
): Promise<Omit<Sampled, 'size'>> {
  const sampled = { suite, run: 0, idle: [] as string[], failed: [] as string[], sites: 0, cpuSeconds: 0 };
  const sites = new Set<string>();
  for (const { id, case: one } of cases) {
    const outcome = await runCase(assembly, one);
    sampled.run += 1;
    sampled.cpuSeconds += outcome.cpuMilliseconds / 1000;
    for (const fault of one.faults) sites.add(`${fault.function} ${fault.action}`);
    if (outcome.struck === 0 && suite !== 'T7') sampled.idle.push(id);
    if (sampled.run % 25 === 0) say(`${suite}: ${sampled.run} run, ${Math.round(sampled.cpuSeconds)} s`);
    if (outcome.violations.length === 0) continue;
    sampled.failed.push(id);
    say(`${suite}: ${id}`);
    tellViolation(say, { ...one, steps: [] }, outcome);
    say(replayHint(one));
  }
  return { ...sampled, sites: sites.size, cpuSeconds: Math.round(sampled.cpuSeconds * 10) / 10 };
}

/** Runs the first cases of suites, `T1` or `T1:300`. Prints what was run as JSON; returns the exit code. */
export async function sample(
  project: string,
  assembly: string,
  { suites, take, record }: { suites: string[]; take: number; record: boolean },
  say: (line: string) => void,
): Promise<number> {
  const all: Sampled[] = [];
  for (const asked of suites) {
    const [suite = '', count = take] = asked.split(':');
    const cases = casesOf(project, suite);
    const sampled = { size: cases.length, ...(await runNamed(assembly, suite, cases.slice(0, Number(count)), say)) };
    all.push(sampled);
    say(
      `${suite}: ${sampled.run} of ${sampled.size} cases, ${sampled.failed.length} violations, ${sampled.cpuSeconds} s`,
    );
    const last = {
      date: new Date().toISOString().slice(0, 10),
      run: sampled.run,
      violations: sampled.failed.length,
      cpu_seconds: sampled.cpuSeconds,
    };
    if (record) addFigure(project, suite, sampled.size, last);
  }
  process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  return all.some(({ failed }) => failed.length > 0) ? 1 : 0;
}
