import type { Run, StageName } from '../model/run';

/** What a build is expected to take. Absent members are unknown: no earlier build, or no price. */
export interface Expectation {
  /** Minutes of the median of the earlier builds. */
  minutes?: number;
  /** US dollars of builder and test instances in those minutes, at the prices on demand. */
  instances_usd?: number;
  /** US dollars a month of the snapshots of the image and its copies, at most. */
  snapshots_usd_per_month?: number;
  /** The earlier builds of the stack and variant. */
  based_on: string[];
  /** Types without a price. */
  unpriced_types: string[];
  /** Regions without a price. */
  unpriced_regions: string[];
}

/** The facts of a planned build that decide what it costs. */
export interface Expected {
  instance_type: string;
  test_types: readonly string[];
  volume_size_gb: number;
  /** The regions of the image and its copies; none when nothing is published. */
  regions: readonly string[];
  /** Returns the US dollars an hour of an instance type. */
  hourly(type: string): number | undefined;
  /** Returns the US dollars for a GiB and month of a snapshot in a region. */
  monthly(region: string): number | undefined;
}

const builderStages: readonly StageName[] = [
  'launch',
  'provision',
  'clean',
  'stop',
  'image',
  'test',
  'scan',
  'publish',
];

/**
 * Returns the minutes and US dollars that a build is expected to take, by earlier successful builds of its stack and
 * variant. The builder lives from its launch to the publication, each test instance for the stage of the tests.
 * Snapshots count with the whole volume in every region, which is the most.
 */
export function expectationOf(expected: Expected, earlier: readonly Run[]): Expectation {
  const hours = (run: Run, stages: readonly StageName[]): number =>
    run.stages.filter(({ name }) => stages.includes(name)).reduce((sum, stage) => sum + lasted(stage) / 3_600_000, 0);
  const types = [...new Set([expected.instance_type, ...expected.test_types])];
  const unpriced_types = types.filter((type) => expected.hourly(type) === undefined);
  const unpriced_regions = expected.regions.filter((region) => expected.monthly(region) === undefined);
  const costs = earlier.map(
    (run) =>
      hours(run, builderStages) * (expected.hourly(expected.instance_type) ?? 0) +
      expected.test_types.reduce((sum, type) => sum + hours(run, ['test']) * (expected.hourly(type) ?? 0), 0),
  );
  const month = expected.regions.reduce(
    (sum, region) => sum + expected.volume_size_gb * (expected.monthly(region) ?? 0),
    0,
  );
  return {
    ...(earlier.length > 0 && {
      minutes: rounded(
        median(earlier.map((run) => lasted({ started_at: run.created_at, ended_at: run.ended_at }) / 60_000)),
      ),
    }),
    ...(earlier.length > 0 && unpriced_types.length === 0 && { instances_usd: rounded(median(costs)) }),
    ...(unpriced_regions.length === 0 && { snapshots_usd_per_month: rounded(month) }),
    based_on: earlier.map(({ build_id }) => build_id),
    unpriced_types,
    unpriced_regions,
  };
}

const lasted = ({ started_at, ended_at }: { started_at: string; ended_at?: string }): number =>
  ended_at === undefined ? 0 : Date.parse(ended_at) - Date.parse(started_at);

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
