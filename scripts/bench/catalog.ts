import { tagKeys } from '../../core/tags';
import type { Figure } from './report';
import { build, simulation, smallRequest, type Simulation } from './simulation';
import { rounded } from './statistics';

const home = 'us-east-1';
const sizes = [1_000, 10_000] as const;
const stacks = 50;

/** What something cost once. */
export interface Measured {
  /** Milliseconds of this machine. */
  time: number;
  /** Calls of AWS's APIs but those of Step Functions, which depend on no catalog. */
  calls: number;
  perService: Record<string, number>;
}

/**
 * What a catalog of ten times as many images costs: the first page of a list, a choice, a night, the plan of a cleanup.
 */
export async function catalogFigures(assembly: string): Promise<Figure[]> {
  const measured: Record<string, Measured>[] = [];
  for (const size of sizes) measured.push(await measureCatalog(assembly, size));
  const [small, large] = measured as [Record<string, Measured>, Record<string, Measured>];
  return Object.keys(large).flatMap((what): Figure[] => {
    const [few, many] = [small[what]!, large[what]!];
    const note = Object.entries(many.perService)
      .map(([service, count]) => `${service} ${count}`)
      .join(', ');
    return [
      {
        name: `calls of ${what}, 10,000 images`,
        value: many.calls,
        unit: '',
        note: `${few.calls} with 1,000; ${note}`,
      },
      {
        name: `time of ${what}, 10,000 images over 1,000`,
        value: rounded(many.time / few.time, 2),
        unit: '',
        note: `${Math.round(many.time)} ms over ${Math.round(few.time)} ms`,
      },
    ];
  });
}

/** What each of them costs with a catalog of so many images: nights, a page of a list, a choice, a plan. */
export async function measureCatalog(assembly: string, size: number): Promise<Record<string, Measured>> {
  const one = await simulation(assembly, 1, {
    dropEvents: true,
    ec2: { latencies: { copy: [0, 0], copyPerGib: [0, 0] }, limits: { concurrentCopies: size, throttling: false } },
  });
  await seed(one, size);
  const results: Record<string, Measured> = { 'the night that finds them': await timed(one, () => night(one)) };
  results['a night'] = await timed(one, () => night(one));
  results['the first page of list-amis'] = await timed(one, () => answered(one, 'GET', '/v1/images?limit=50'));
  results.resolve = await timed(one, () => answered(one, 'GET', '/v1/images/resolve?stack=stack-7&version=%5E1'));
  results['a cleanup plan'] = await timed(one, () => plan(one));
  await one.local.close();
  return results;
}

/**
 * One image is built, and copied under the names and tags of many releases, as another deployment's catalog would have
 * left them.
 */
async function seed(one: Simulation, size: number): Promise<void> {
  const { local, clock } = one;
  await build(one, smallRequest('echo done >/opt/done', { tested: false }));
  const { Images } = await clock.until(local.call('ec2', 'DescribeImages', home, { Owners: ['self'] }));
  const { ImageId, Tags } = (Images as { ImageId: string; Tags: { Key: string; Value: string }[] }[])[0]!;
  const kept = Tags.filter(
    ({ Key }) => ![tagKeys.stack, tagKeys.version, tagKeys.latest, tagKeys.buildId].includes(Key as never),
  );
  for (let number = 1; number < size; number += 1) {
    const [stack, version] = [`stack-${number % stacks}`, `1.${Math.floor(number / stacks)}.0`];
    const own = [...kept, { Key: tagKeys.stack, Value: stack }, { Key: tagKeys.version, Value: version }];
    const tags = ['image', 'snapshot'].map((ResourceType) => ({ ResourceType, Tags: own }));
    await clock.until(
      local.call('ec2', 'CopyImage', home, {
        SourceImageId: ImageId,
        SourceRegion: home,
        Name: `${stack}-${version}`,
        TagSpecifications: tags,
      }),
    );
  }
  await clock.advance(60_000);
}

async function timed({ local }: Simulation, act: () => Promise<unknown>): Promise<Measured> {
  const before = local.calls.length;
  const started = performance.now();
  await act();
  const made = local.calls
    .slice(before)
    .filter(({ service, principal }) => service !== 'states' && principal.includes('/spawn-'));
  const perService: Record<string, number> = {};
  for (const { service } of made) perService[service] = (perService[service] ?? 0) + 1;
  return { time: performance.now() - started, calls: made.length, perService };
}

async function answered(
  { local, clock }: Simulation,
  method: string,
  path: string,
  body?: object,
): Promise<{ execution_arn: string }> {
  const answer = await clock.until(local.invokeRoute(method, path, body));
  if (answer.status >= 300)
    throw Object.assign(
      new Error(`${method} ${path} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`),
      { name: 'BenchFailed' },
    );
  return answer.body;
}

/** Follows what the API has started to its end. */
async function ended({ local, clock }: Simulation, executionArn: string): Promise<void> {
  await clock.until(local.states.ended(executionArn));
  const { status, error, cause } = await clock.until(local.call('states', 'DescribeExecution', home, { executionArn }));
  if (status !== 'SUCCEEDED')
    throw Object.assign(new Error(`${executionArn} is ${status}: ${error} ${cause}`), { name: 'BenchFailed' });
}

async function night(one: Simulation): Promise<void> {
  await ended(one, (await answered(one, 'POST', '/v1/nightly', {})).execution_arn);
}

async function plan(one: Simulation): Promise<void> {
  await ended(one, (await answered(one, 'POST', '/v1/cleanups', {})).execution_arn);
}
