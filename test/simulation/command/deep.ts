import { addFigure, readFigures } from './figures';
import { runNamed } from './sample';
import { casesOf, suiteNames } from './suites';
import type { Named } from '../engine/suites';

/**
 * Runs suites for so many minutes, a batch of each in turn, from where this shard ended the last time, and adds what it
 * ran to the file of figures. Returns the exit code.
 */
export async function deep(
  project: string,
  assembly: string,
  { shard, minutes, suites }: { shard: string; minutes: number; suites?: string },
  say: (line: string) => void,
): Promise<number> {
  const [part = 1, parts = 1] = shard.split('/').map(Number);
  const until = performance.now() + minutes * 60_000;
  const open = new Set(suites?.split(',') ?? suiteNames);
  let failed = 0;
  const batch = 10;
  while (performance.now() < until && open.size > 0) {
    for (const suite of open) {
      const all = casesOf(project, suite);
      const own = all.filter((_, index) => index % parts === part - 1);
      const from = readFigures(project)[suite]?.next[shard] ?? 0;
      if (from >= own.length) {
        open.delete(suite);
        continue;
      }
      const done = await runNamed(assembly, suite, untilThen(own.slice(from, from + batch), until), say);
      failed += done.failed.length;
      const date = new Date().toISOString().slice(0, 10);
      const last = { date, run: done.run, violations: done.failed.length, cpu_seconds: done.cpuSeconds };
      addFigure(project, suite, all.length, last, [shard, from + done.run]);
      say(
        `${suite}: ${from + done.run} of ${own.length} cases of shard ${shard}, ${done.failed.length} violations in the last ${done.run}`,
      );
    }
  }
  return failed === 0 ? 0 : 1;
}

/** The cases as long as there is time. */
function* untilThen(cases: readonly Named[], until: number): Iterable<Named> {
  for (const one of cases) {
    if (performance.now() >= until) return;
    yield one;
  }
}
