import { hourlyPrice } from '../../../core/model/instance-price';
import type { Built, BuiltKind } from './evidence';

/** What a run may cost and take, its removal included. */
export const most = { dollars: 5, minutes: 120, removalMinutes: 25 } as const;

/** The type that each kind is built and tested on. */
export const typeOf: Readonly<Record<BuiltKind, string>> = {
  smoke: 't3.micro',
  al2023: 't3.small',
  ubuntu: 't3.small',
  gpu: 'm6i.large',
};

/** Minutes of instances that a build is expected to take, its test included, and the GiB of its image. */
const expected: Readonly<Record<BuiltKind, { minutes: number; gib: number }>> = {
  smoke: { minutes: 20, gib: 8 },
  al2023: { minutes: 20, gib: 8 },
  ubuntu: { minutes: 25, gib: 8 },
  gpu: { minutes: 90, gib: 75 },
};

/** Dollars, in us-east-1: a public address an hour, a GiB of volume or snapshot a month, a GiB copied, the key a month. */
const prices = { address: 0.005, volume: 0.08, snapshot: 0.05, copied: 0.02, key: 1, scans: 0.1, others: 0.3 };
const hoursOfMonth = 730;

const kinds = ['smoke', 'al2023', 'ubuntu', 'gpu'] as const;

function hourly(kind: BuiltKind): number {
  const { gib } = expected[kind];
  return hourlyPrice(typeOf[kind], 'us-east-1')! + prices.address + (gib * prices.volume) / hoursOfMonth;
}

/** Returns how many builds of each kind a run makes: as many of Amazon Linux as of Ubuntu, one of the others. */
export function buildsOf(builds: number): Readonly<Record<BuiltKind, number>> {
  return { smoke: 1, al2023: builds, ubuntu: builds, gpu: 1 };
}

/** Returns the dollars that a run costs, rather too many: each build at its expected time, storage for two hours. */
export function estimate(builds: number): number {
  const counts = buildsOf(builds);
  const hours = most.minutes / 60;
  const own = kinds.map((kind) => {
    const { minutes, gib } = expected[kind];
    return counts[kind] * ((minutes / 60) * hourly(kind) + (gib * prices.snapshot * hours) / hoursOfMonth);
  });
  const fixed = 8 * prices.copied + (prices.key * hours) / hoursOfMonth + prices.scans + prices.others;
  return rounded(own.reduce((sum, each) => sum + each, fixed));
}

/** Returns the dollars that builds have cost by the time that they took. */
export function spent(builds: readonly Built[]): number {
  const own = builds.map(({ kind, run }) => {
    const took = Date.parse(run.ended_at ?? run.updated_at) - Date.parse(run.created_at);
    return (took / 3_600_000) * hourly(kind);
  });
  return rounded(own.reduce((sum, each) => sum + each, 0));
}

const rounded = (dollars: number): number => Math.ceil(dollars * 100) / 100;
