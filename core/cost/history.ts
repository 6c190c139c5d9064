import type { CostReport, CostSum } from './estimate';

// A record of DynamoDB has 400 KB, and an answer of 400 nights has 6 MB.
const mostStacks = 100;

/** What a night measured: US dollars a month of all images, by stack and by region. One record a day is kept. */
export interface NightCosts {
  /** Day in UTC. */
  date: string;
  measured_at: string;
  total: CostSum;
  /** The most expensive stacks; the empty name stands for images without a stack. */
  by_stack: Record<string, CostSum>;
  by_region: Record<string, CostSum>;
  /** The sum of the stacks that are not named, if there are more than a hundred. */
  other_stacks?: CostSum;
}

/**
 * Returns what is kept of a report of costs: its sums, in tenths of a gibibyte, and in hundredths of a cent so that the
 * stacks still add up to the total.
 */
export function nightCosts({ total, by_stack, by_region }: CostReport, now: Date): NightCosts {
  const stacks = Object.entries(by_stack).sort(
    ([left, some], [right, more]) => more.usd - some.usd || more.gib - some.gib || left.localeCompare(right),
  );
  const [named, others] = [stacks.slice(0, mostStacks), stacks.slice(mostStacks).map(([, sum]) => sum)];
  return {
    date: now.toISOString().slice(0, 10),
    measured_at: now.toISOString(),
    total: rounded(total),
    by_stack: roundedAll(named),
    by_region: roundedAll(Object.entries(by_region)),
    ...(others.length > 0 && { other_stacks: rounded(sumOf(others)) }),
  };
}

/** Returns the first day of the last `days` days, today included. */
export function firstDay(days: number, now: Date): string {
  return new Date(now.getTime() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
}

function sumOf(sums: readonly CostSum[]): CostSum {
  const add = (name: 'images' | 'gib' | 'usd' | 'unpriced'): number => sums.reduce((sum, each) => sum + each[name], 0);
  const measured = sums.every((each) => each.measured);
  return { images: add('images'), gib: add('gib'), usd: add('usd'), unpriced: add('unpriced'), measured };
}

function roundedAll(sums: readonly (readonly [string, CostSum])[]): Record<string, CostSum> {
  return Object.fromEntries(sums.map(([name, sum]) => [name, rounded(sum)]));
}

function rounded({ images, gib, usd, unpriced, measured }: CostSum): CostSum {
  return { images, gib: Math.round(gib * 10) / 10, usd: Math.round(usd * 10_000) / 10_000, unpriced, measured };
}
