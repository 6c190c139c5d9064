import type { Case, Outcome } from './case';

type Run = (given: Case) => Promise<Outcome>;

/** The rate of faults replaced by the faults that it let happen, so that each can be left out. */
export function explicit(given: Case, outcome: Outcome): Case {
  return given.rate ? { ...given, rate: 0, faults: [...given.faults, ...outcome.faults] } : given;
}

/**
 * Returns the shortest case that it finds which still violates one of the same invariants: steps, faults, event faults
 * and cancellations are left out, halves first and then one by one, in at most so many runs.
 */
export async function shrink(given: Case, outcome: Outcome, run: Run, mostRuns = 80): Promise<Case> {
  const violated = new Set(outcome.violations.map(({ invariant }) => invariant));
  let runs = 0;
  const fails = async (candidate: Case): Promise<boolean> => {
    if (runs >= mostRuns) return false;
    runs += 1;
    const { violations } = await run(candidate);
    return violations.some(({ invariant }) => violated.has(invariant));
  };
  let best = explicit(given, outcome);
  for (const part of ['faults', 'events', 'cancellations', 'steps'] as const) best = await drop(best, part, fails);
  return best;
}

async function drop(
  given: Case,
  part: 'faults' | 'events' | 'cancellations' | 'steps',
  fails: (candidate: Case) => Promise<boolean>,
): Promise<Case> {
  let best = given;
  for (let size = Math.max(1, best[part].length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = best[part].length - size; from >= 0; from -= size) {
      const list: unknown[] = best[part].filter((_, index) => index < from || index >= from + size);
      const candidate = { ...best, [part]: list } as Case;
      if (await fails(candidate)) best = candidate;
    }
  }
  return best;
}
