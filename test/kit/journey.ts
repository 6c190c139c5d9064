import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { VirtualClock } from '../../local/kernel/clock';
import type { Local, RouteAnswer } from '../../local/app/simulation';
import type { LocalOptions } from '../../local/app/options';
import { tagKeys } from '../../core/tags';
import { assemblyOf, secrets } from './assemblies';
import { readAssembly, startLocal, virtualClock } from './local-mode';

export const home = 'us-east-1';
export const start = Date.parse('2026-01-14T10:00:00Z');
export const minutes = 60_000;
export const hours = 60 * minutes;

/** A running deployment on a clock that moves only while somebody waits. */
export interface Journey {
  local: Local;
  clock: VirtualClock;
  /** A signed request to the API. */
  request(
    method: string,
    path: string,
    body?: unknown,
    options?: Parameters<Local['invokeRoute']>[3],
  ): Promise<RouteAnswer>;
  /** A call of EC2 by the operator. */
  ec2(action: string, input?: object, region?: string): Promise<Record<string, any>>;
  advance(milliseconds: number): Promise<void>;
}

const open: Local[] = [];
let before = 0;
const closeDownTo = async (kept: number): Promise<void> => {
  for (const local of open.splice(kept)) await local.close();
};
beforeEach(() => {
  before = open.length;
});
// The functions of a closed simulation serve the next one, still warm.
afterEach(() => closeDownTo(before));
afterAll(() => closeDownTo(0));

/**
 * Starts the synthesized stacks in this process; with `beside`, the second deployment in the same account too. Ends
 * with the test that started it, or with the file.
 */
export async function localStack({
  beside,
  edit,
  ...options
}: Partial<LocalOptions> & { beside?: boolean } = {}): Promise<Journey> {
  const clock = virtualClock(start, { manual: true });
  const local = await startLocal({
    assembly: assemblyOf('dev'),
    tier: 'in-process',
    seed: 1,
    clock,
    secrets,
    edit: (stacks) => {
      if (beside) stacks.push(...readAssembly(assemblyOf('next')).stacks);
      edit?.(stacks);
    },
    ...options,
  });
  open.push(local);
  return {
    local,
    clock,
    request: (method, path, body, more) => clock.until(local.invokeRoute(method, path, body, more)),
    ec2: (action, input = {}, region = home) => clock.until(local.call('ec2', action, region, input)),
    advance: (milliseconds) => clock.advance(milliseconds),
  };
}

export interface Edits {
  /** Changes the text of the recipe. */
  recipe?: (text: string) => string;
  /** Files in place of the example's. */
  files?: Record<string, string>;
  /** More members of the request. */
  body?: Record<string, unknown>;
}

/** The request that builds an example, with some of it changed. */
export function buildRequest(
  example: string,
  { recipe = (text) => text, files = {}, body = {} }: Edits = {},
): Record<string, unknown> {
  const folder = resolve(__dirname, '..', '..', 'examples', example);
  const own = readdirSync(folder)
    .filter((name) => name.endsWith('.sh'))
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  const texts: Record<string, string> = { ...Object.fromEntries(own), ...files };
  const encoded = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
  );
  return { recipe: recipe(readFileSync(join(folder, 'recipe.yaml'), 'utf8')), files: encoded, ...body };
}

/** Starts a build and answers with its id. Throws what the API answered when it was refused. */
export async function startBuild(journey: Journey, example: string, edits?: Edits): Promise<string> {
  const { status, body } = await journey.request('POST', '/v1/builds', buildRequest(example, edits));
  if (status !== 202) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body.build_id;
}

/**
 * Lets time run until a build or operation has ended, and answers with its record. Throws with its stages when that
 * takes too long.
 */
export async function finished(journey: Journey, id: string, limit = 72 * hours): Promise<any> {
  const { clock, local } = journey;
  const get = async (): Promise<any> => (await journey.request('GET', `/v1/operations/${id}`)).body;
  const until = clock.now() + limit;
  const { execution_arn } = await get();
  const late = new AbortController();
  await clock.until(
    Promise.race([local.states.ended(execution_arn), clock.sleep(limit, late.signal).catch(() => undefined)]),
  );
  late.abort();
  let run = await get();
  // Who stops an execution from outside leaves the record to a function that runs a moment later.
  while (run.status === 'running' && clock.now() < until && clock.now() < until - limit + 2 * hours) {
    await clock.advance(30_000);
    run = await get();
  }
  if (run.status === 'running') throw new Error(`${id} still runs: ${JSON.stringify(run.stages)}`);
  return run;
}

/** Builds an example to its end. */
export async function build(journey: Journey, example: string, edits?: Edits): Promise<any> {
  return finished(journey, await startBuild(journey, example, edits));
}

/**
 * Ids of what would go on costing money: instances that live, and images and snapshots that nobody published, `REGION
 * ID`.
 */
export async function leftovers({ local, ec2 }: Journey): Promise<string[]> {
  const found: string[] = [];
  for (const { region, instances } of local.ec2.holdings()) {
    found.push(
      ...instances
        .filter((id) => local.ec2.instance(region, id)?.instance.state !== 'shutting-down')
        .map((id) => `${region} ${id}`),
    );
    const { Images } = await ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true }, region);
    const { Snapshots } = await ec2('DescribeSnapshots', { OwnerIds: ['self'] }, region);
    const made = [
      ...Images.map((image: any) => [image.ImageId, image.Tags]),
      ...Snapshots.map((snapshot: any) => [snapshot.SnapshotId, snapshot.Tags]),
    ];
    found.push(
      ...made.filter(([, tags]) => tagOf(tags, tagKeys.state) !== 'published').map(([id]) => `${region} ${id}`),
    );
  }
  return found;
}

/** The value of a tag in EC2's list. */
export function tagOf(tags: { Key: string; Value: string }[] | undefined, key: string): string | undefined {
  return tags?.find(({ Key }) => Key === key)?.Value;
}
