import { errorNames } from '../../../core/errors';
import { tagKeys } from '../../../core/tags';
import { memberAccount } from '../../kit/assemblies';
import type { Violation } from './case';
import { acts } from './steps';
import type { User } from './user';
import { machineArn, minutes, regions, type World } from './world';

interface Ec2Image {
  id: string;
  region: string;
  account?: string;
  state: string;
  tags: Record<string, string>;
}

const tagsOf = (tags: { Key: string; Value: string }[] = []): Record<string, string> =>
  Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
const isPublished = ({ tags }: Ec2Image): boolean => tags[tagKeys.state] === 'published';
const machines = ['pipeline', 'build', 'create', 'test', 'replicate', 'launch', 'rollout', 'cleanup', 'nightly'];

/** Own images of the home account and the member in all regions, without those that lists still show for a moment. */
async function imagesInEc2({ ec2 }: World): Promise<Ec2Image[]> {
  const lists = await Promise.all(
    regions.flatMap((region) =>
      [undefined, memberAccount].map(async (account) => {
        const { Images } = await ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true }, region, account);
        return (Images as any[])
          .filter(({ State }) => State !== 'deregistered')
          .map(({ ImageId: id, State: state, Tags }): Ec2Image => ({ id, region, account, state, tags: tagsOf(Tags) }));
      }),
    ),
  );
  return lists.flat();
}

/** Images that users asked to keep for a retry if the test fails, until they go. */
async function keptForRetry(user: User): Promise<string[]> {
  const runs = await Promise.all(user.memory.runs.map(({ id }) => user.get(`/v1/operations/${id}`)));
  const now = user.world.clock.now();
  return runs.flatMap((run) =>
    Date.parse(run?.kept_candidate?.until) > now ? [run.kept_candidate.ami_id as string] : [],
  );
}

/** I1: nothing billable is there but published images with their snapshots, and the instances of users. */
async function nothingLeft(user: User): Promise<string[]> {
  const { world, memory } = user;
  const found: string[] = [];
  const images = await imagesInEc2(world);
  const allowed = new Set([...memory.planted, ...(await keptForRetry(user))]);
  const isLeft = (image: Ec2Image): boolean => !isPublished(image) && !allowed.has(image.id);
  found.push(...images.filter(isLeft).map(({ id, region, state }) => `image ${id} ${region} ${state}`));
  for (const region of regions) {
    for (const account of [undefined, memberAccount]) {
      const { Snapshots } = await world.ec2('DescribeSnapshots', { OwnerIds: ['self'] }, region, account);
      for (const { SnapshotId, Tags, Description } of Snapshots as any[]) {
        const isAllowed = [...allowed].some(
          (id) => String(Description).includes(id) && images.some((image) => image.id === id),
        );
        if (tagsOf(Tags)[tagKeys.state] !== 'published' && !isAllowed) found.push(`snapshot ${SnapshotId} ${region}`);
      }
    }
  }
  for (const { region, instances, volumes } of world.local.ec2.holdings()) {
    const alive = instances.filter((id) => world.local.ec2.instance(region, id)?.instance.state !== 'shutting-down');
    const ours = alive.filter((id) => !memory.instances.has(id));
    found.push(...ours.map((id) => `instance ${id} ${region}`));
    const of = new Set(alive);
    const { Volumes } = await world.ec2('DescribeVolumes', { VolumeIds: volumes }, region);
    for (const { VolumeId, Attachments } of volumes.length > 0 ? (Volumes as any[]) : [])
      if (!of.has(Attachments?.[0]?.InstanceId)) found.push(`volume ${VolumeId} ${region}`);
  }
  const { debts } = await user.get('/v1/debts');
  found.push(...debts.map((debt: any) => `debt ${debt.kind} ${debt.id} ${debt.region} ${debt.error}`));
  return found;
}

/** I2: the catalog has exactly the published images of EC2, in the same states. */
async function catalogDiffers(user: User): Promise<string[]> {
  const { images } = await user.get(
    '/v1/images?region=all&account=all&limit=1000&deprecated=true&revoked=true&pending=true',
  );
  const key = ({ id, region }: { id: string; region: string }): string => `${id} ${region}`;
  const known = new Map((images as any[]).map((one) => [key({ id: one.ami_id, region: one.region }), one]));
  const found: string[] = [];
  const real = await imagesInEc2(user.world);
  for (const image of real.filter(isPublished)) {
    const record = known.get(key(image));
    if (!record) found.push(`${key(image)} is published in EC2 and not in the catalog`);
    else if ((record.state ?? 'available') !== image.state)
      found.push(`${key(image)} is ${image.state} in EC2 and ${record.state} in the catalog`);
  }
  const there = new Set(real.map(key));
  for (const [name, record] of known)
    if (!there.has(name)) found.push(`${name} is ${record.lifecycle} in the catalog and not in EC2`);
  return found;
}

/** I3: what is protected, and what nobody asked to have removed, is there. */
async function protectedLost(user: User): Promise<string[]> {
  const real = new Map((await imagesInEc2(user.world)).map((image) => [image.id, image]));
  const { memory } = user;
  const planted = [...memory.planted].filter((id) => !real.has(id) && !memory.removable.has(id));
  const lost = [
    ...planted.map((id) => `${id} was made by hand and is gone`),
    ...[...memory.kept].filter(([id]) => !real.has(id)).map(([id]) => `${id} was protected and is gone`),
  ];
  const succeeded = await Promise.all(memory.runs.map(({ id }) => user.get(`/v1/operations/${id}`)));
  for (const run of succeeded.filter((one) => one?.status === 'succeeded' && one.discard !== true)) {
    const made: string[] = [
      run.kind === 'build' || run.kind === 'create' ? run.ami_id : undefined,
      ...(run.replicas ?? []).map((one: any) => one.ami_id),
    ].filter(Boolean);
    lost.push(
      ...made
        .filter((id) => !real.has(id) && !memory.removable.has(id) && !goesWith(run, memory.removable))
        .map((id) => `${id} of the succeeded run ${run.build_id} is gone`),
    );
  }
  return lost;
}

/** A copy goes with the image that it was made of. */
const goesWith = (run: any, removable: ReadonlySet<string>): boolean =>
  [run.ami_id, run.request?.ami_id].some((id) => id !== undefined && removable.has(id));

/** I4: every run is over, well or with a failure of our names; execution and record agree. */
async function badEnds(user: User): Promise<string[]> {
  const { world, memory } = user;
  const found: string[] = [];
  const names = new Set<string>(errorNames);
  const list = (await user.get('/v1/builds?limit=100')).builds as any[];
  const ids = new Set([...memory.runs.map(({ id }) => id), ...list.map(({ build_id }) => build_id as string)]);
  for (const id of ids) {
    const run = await user.get(`/v1/operations/${id}`);
    if (run.status === 'running') found.push(`${id} still runs: ${JSON.stringify(run.stages)}`);
    if (run.status === 'failed' && !names.has(run.failure?.name))
      found.push(`${id} failed without a name of ours: ${JSON.stringify(run.failure)}`);
    const execution = await world.local
      .call('states', 'DescribeExecution', regions[0], { executionArn: run.execution_arn })
      .catch(() => undefined);
    if (execution?.status === 'RUNNING') found.push(`the execution of ${id} still runs`);
    if (run.status === 'succeeded' && execution && execution.status !== 'SUCCEEDED')
      found.push(`${id} is succeeded and its execution ${execution.status}`);
    if (run.status === 'failed' && execution?.status === 'SUCCEEDED')
      found.push(`${id} is failed and its execution SUCCEEDED`);
    const open = (run.stages ?? []).filter((stage: any) => run.status !== 'running' && stage.status === 'running');
    if (open.length > 0) found.push(`${id} is ${run.status} and has running stages: ${JSON.stringify(open)}`);
  }
  for (const machine of machines) {
    const { executions } = await world.local.call('states', 'ListExecutions', regions[0], {
      stateMachineArn: machineArn(machine),
      statusFilter: 'RUNNING',
    });
    found.push(...(executions as any[]).map(({ name }) => `an execution of ${machine} still runs: ${name}`));
  }
  const waits = (await world.local.dynamodb.items('spawn-next-catalog')).filter(({ pk }) =>
    String(pk?.S).startsWith('WAIT'),
  );
  found.push(...waits.map(({ pk, sk }) => `a wait is left: ${pk?.S} ${sk?.S}`));
  return found;
}

/** I5: the recipes of failed builds can be built again. */
async function cannotBuildAgain(user: User): Promise<string[]> {
  const builds = (await user.get('/v1/builds?limit=100')).builds as any[];
  const failed = builds.find(({ status, stack }) => status !== 'succeeded' && stack === 'tool');
  if (!failed) return [];
  const version: string = failed.version ?? '1.0.0';
  const newer = builds.some((one) => one.status === 'succeeded' && one.stack === 'tool' && one.version === version);
  if (newer) return [];
  const run = await acts.build?.(user, { version });
  const again = run as { status?: string; ami_id?: string } | undefined;
  // A run that was cancelled once its image was published stays cancelled, and the same request gives that image.
  const image = again?.ami_id === undefined ? undefined : await user.get(`/v1/images/${again.ami_id}`);
  if (again?.status === 'succeeded' || image?.lifecycle === 'published') return [];
  return [`${version} of tool cannot be built again: ${JSON.stringify(again ?? user.memory.answers.at(-1))}`];
}

/** Checks the invariants from outside, after one period of the reaper. */
export async function check(user: User): Promise<{ violations: Violation[]; repairedAtNight: boolean }> {
  const { world } = user;
  const violations: Violation[] = [];
  const add = (invariant: Violation['invariant'], whats: readonly string[]): void =>
    void violations.push(...whats.map((what) => ({ invariant, what })));
  add('I4', await badEnds(user));
  add('I1', await nothingLeft(user));
  add('I3', await protectedLost(user));
  let repairedAtNight = false;
  if ((await catalogDiffers(user)).length > 0) {
    repairedAtNight = true;
    await acts.night?.(user, {});
    await world.clock.sleep(2 * minutes);
    add('I2', await catalogDiffers(user));
  }
  add('I5', await cannotBuildAgain(user));
  return { violations, repairedAtNight };
}
