import { emptyCase } from './case';
import { runCase } from './run';
import { scenarios } from './scenarios';

/** What the scenarios reach when nothing fails. */
export interface Knowledge {
  [scenario: string]: {
    /** How often each call site was reached: `launch-builder ec2:RunInstances`. */
    sites: Record<string, number>;
    events: Record<string, number>;
    transitions: Record<string, number>;
  };
}

/** Runs every scenario without faults. Error `SimulationFailed` if one of them violates an invariant. */
export async function explore(assembly: string, tell: (line: string) => void): Promise<Knowledge> {
  const known: Knowledge = {};
  for (const [name, steps] of Object.entries(scenarios)) {
    const { sites, events, transitions, violations, cpuMilliseconds } = await runCase(assembly, {
      ...emptyCase,
      steps,
    });
    if (violations.length > 0)
      throw Object.assign(new Error(`${name}: ${JSON.stringify(violations)}`), { name: 'SimulationFailed' });
    tell(`${name}: ${sites.length} call sites, ${cpuMilliseconds} ms`);
    const counts = Object.fromEntries(sites.map((site) => [`${site.function} ${site.action}`, site.calls]));
    known[name] = { sites: counts, events, transitions };
  }
  return known;
}
