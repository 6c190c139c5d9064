import { seededRandom } from '../../local/kernel/random';
import { countCalls, covered, latencies, published, type Interval } from './intervals';
import { executionFigures } from './machines';
import type { Figure } from './report';
import { build, exampleRequest, simulation, smallRequest } from './simulation';
import { median, rounded, spread } from './statistics';

const SEEDS = 10;
const MINUTE = 60_000;
const exactly = (milliseconds: number): Interval => [milliseconds, milliseconds];

/** EC2's latencies of one seed: a quiet day or a busy one. */
function drawn(seed: number) {
  const random = seededRandom(`latencies ${seed}`);
  const between = (least: number, most: number): Interval => exactly(Math.round(least + random() * (most - least)));
  return {
    instanceStart: between(5_000, 60_000),
    instanceStop: between(5_000, 90_000),
    image: between(MINUTE, 15 * MINUTE),
    imagePerGib: exactly(0),
    copy: between(2 * MINUTE, 20 * MINUTE),
    copyPerGib: exactly(0),
  };
}

/** EC2 and SSM calls of one build and its image, however long the image takes. */
export async function callFigures(assembly: string): Promise<Figure[]> {
  const counts = [];
  for (const image of [3 * MINUTE, 60 * MINUTE]) {
    const one = await simulation(assembly, 1, {
      ec2: { latencies: { image: exactly(image), imagePerGib: exactly(0) } },
    });
    await build(one, smallRequest('echo done >/opt/done', { tested: false }));
    counts.push(countCalls(one));
    await one.local.close();
  }
  const [short, long] = counts as [ReturnType<typeof countCalls>, ReturnType<typeof countCalls>];
  const note = Object.entries(short.perAction)
    .map(([action, count]) => `${action} ${count}`)
    .join(', ');
  return [
    { name: 'EC2 and SSM calls of build and create', value: short.build, unit: '', aim: 16, note },
    {
      name: 'the same when the image takes an hour',
      value: long.build,
      unit: '',
      aim: 16,
      note: `and the minute's sweep, shared by all builds: ${short.sweeps} and ${long.sweeps}`,
    },
  ];
}

/** What Step Functions counts for build, create and test, with a script that prints 10 MB. */
export async function machineFigures(assembly: string): Promise<Figure[]> {
  const one = await simulation(assembly, 1);
  await build(one, smallRequest("head -c 10000000 /dev/zero | tr '\\0' x"));
  const { transitions, historyEvents, largestPayload } = await executionFigures(one);
  await one.local.close();
  return [
    { name: 'state transitions of build, create and test', value: transitions, unit: '', aim: 40 },
    { name: 'history events of build, create and test', value: historyEvents, unit: '', aim: 200 },
    {
      name: 'largest payload of a state',
      value: largestPayload,
      unit: 'bytes',
      aim: 8192,
      note: 'with 10 MB of script output',
    },
  ];
}

/** Time to the published image over what AWS and the scripts themselves take. */
export async function overheadFigures(project: string, assembly: string): Promise<Figure[]> {
  const ratios: Record<'on' | 'dropped', number[]> = { on: [], dropped: [] };
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    for (const mode of ['on', 'dropped'] as const) {
      const one = await simulation(assembly, seed, { ec2: { latencies: drawn(seed) }, dropEvents: mode === 'dropped' });
      const { asked } = await build(one, exampleRequest(project, []));
      const end = published(one);
      const own = latencies(one).filter(([start]) => start < end);
      ratios[mode].push((end - asked) / covered(own));
      await one.local.close();
    }
  }
  const figure = (name: string, values: number[], aim: number): Figure => ({
    name,
    value: rounded(median(values), 3),
    unit: '',
    aim,
    note: `${spread(values)}, ${SEEDS} mixes of latencies`,
  });
  return [
    figure('time to published over latencies', ratios.on, 1.02),
    figure('the same with every event dropped', ratios.dropped, 1.35),
  ];
}

/** Copies to these regions at once: how long after the slowest copy the last region is done, and the calls of each. */
export async function replicationFigures(
  project: string,
  assembly: string,
  regions: readonly string[],
): Promise<Figure[]> {
  const ratios: number[] = [];
  const calls: number[] = [];
  const sweeps: number[] = [];
  for (let seed = 1; seed <= 3; seed += 1) {
    const times = drawn(seed);
    const one = await simulation(assembly, seed, { ec2: { latencies: times } });
    await build(one, exampleRequest(project, regions));
    const of = (action: string, functionName: string): number[] =>
      one.local.calls
        .filter(
          (call) =>
            call.action === action && call.principal.includes(`-${functionName}/`) && regions.includes(call.region),
        )
        .map(({ time }) => time);
    ratios.push(
      (Math.max(...of('CreateTags', 'publish-replica')) - Math.min(...of('CopyImage', 'copy-image'))) / times.copy[0],
    );
    for (const region of regions) {
      calls.push(countCalls(one, region).build);
      sweeps.push(countCalls(one, region).sweeps);
    }
    await one.local.close();
  }
  return [
    { name: 'last region over the copy', value: rounded(median(ratios), 3), unit: '', aim: 1.02, note: spread(ratios) },
    {
      name: 'calls per region',
      value: median(calls),
      unit: '',
      aim: 3,
      note: `and the minute's sweep, shared by all builds: ${median(sweeps)}`,
    },
  ];
}
