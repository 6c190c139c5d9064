import type { RunAnswer } from '../../../core/api/contract/run';
import { codeOf, poll, type Session } from '../run/session';
import { bucketOf, listings, newIn, type KindName, type Left } from './left';

/** How a stage is deployed and destroyed; absent where one is used that was there before. */
export interface Deployer {
  deploy(signal: AbortSignal): Promise<void>;
  /** Waits until CloudFormation rests, then destroys the stacks. */
  destroy(): Promise<void>;
  /** The stacks that are there. */
  stacks(): Promise<Left[]>;
}

/** What removes one thing of a kind; kinds are removed in this order. */
const removers: readonly [kind: KindName, remove: (session: Session, left: Left) => Promise<unknown>][] = [
  ['image', (session, { id, region }) => session.call('ec2', 'DeregisterImage', region, { ImageId: id })],
  ['snapshot', (session, { id, region }) => session.call('ec2', 'DeleteSnapshot', region, { SnapshotId: id })],
  ['volume', (session, { id, region }) => session.call('ec2', 'DeleteVolume', region, { VolumeId: id })],
  ['table', (session, { id, region }) => session.call('dynamodb', 'DeleteTable', region, { TableName: id })],
  ['bucket', (session, left) => removeBucket(session, left)],
  ['log group', (session, { id, region }) => session.call('logs', 'DeleteLogGroup', region, { logGroupName: id })],
];

/**
 * Removes everything that a run has made: ends its builds and instances, destroys its stacks, and removes what outlives
 * them. What was there `before` stays. Goes on after an error and tells it; returns what is left.
 */
export async function removeAll(
  session: Session,
  { deployer, before, tell }: { deployer?: Deployer; before: readonly Left[]; tell: (line: string) => void },
): Promise<Left[]> {
  const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      tell(`${what}: ${codeOf(error)}: ${(error as Error).message}`);
    }
  };
  const { stage, region: home, copyRegion } = session;
  const again = `npm run accept -- --stage ${stage} --region ${home} --copy-region ${copyRegion} --remove`;
  const unknown = (what: string, region: string): Left => ({
    kind: 'unknown',
    id: `${what} could not be listed`,
    region,
    command: again,
  });
  // What could not be listed is told and counts as left.
  const left = async (only?: readonly KindName[]): Promise<Left[]> =>
    (await listings(session, { deployed: deployer !== undefined, only })).flatMap(({ kind, region, found, error }) => {
      if (error === undefined) return newIn(found, before);
      tell(`${kind} could not be listed in ${region}: ${codeOf(error)}: ${(error as Error).message}`);
      return [unknown(kind, region)];
    });
  const stacks = async (): Promise<Left[]> => {
    try {
      return (await deployer?.stacks()) ?? [];
    } catch (error) {
      tell(`stacks could not be listed: ${codeOf(error)}: ${(error as Error).message}`);
      return [unknown('stack', session.region)];
    }
  };
  // Without stacks there is no API that could be asked. Where it is unknown, it is asked.
  if (deployer === undefined || (await stacks()).length > 0)
    await attempt('builds could not be cancelled', () => cancelRuns(session));
  await terminate(session, { instances: () => left(['instance']), attempt });
  if (deployer) {
    await attempt('the signing key could not be given up', () => giveUpKey(session));
    await attempt('the stacks could not be destroyed', () => deployer.destroy());
  }
  for (const [kind, remove] of removers)
    for (const each of (await left([kind])).filter(known))
      await attempt(`${kind} could not be removed`, () => remove(session, each));
  // A search right after a removal may still see what is on its way out.
  const all = async (): Promise<Left[]> => [...(await left()), ...(await stacks())];
  await attempt('something stays', () =>
    poll(session, all, (found) => !found.some(known), { what: 'the removal', minutes: 5 }),
  );
  return all();
}

const known = ({ kind }: Left): boolean => kind !== 'unknown';

async function cancelRuns(session: Session): Promise<void> {
  const { api } = session;
  const running = async (): Promise<RunAnswer[]> =>
    (await api.get<{ builds: RunAnswer[] }>('/v1/builds', { kind: 'all', status: 'running', limit: 100 })).builds;
  for (const { build_id: id } of await running())
    await api.remove(`/v1/builds/${id}`).catch((error: unknown) => {
      if (codeOf(error) !== 'BuildOver') throw error;
    });
  await poll(session, running, (runs) => runs.length === 0, { what: 'cancelling', minutes: 15 });
}

/** Terminates each instance, and waits for their end. What fails is told, and the next one follows. */
async function terminate(
  session: Session,
  {
    instances,
    attempt,
  }: { instances: () => Promise<Left[]>; attempt: (what: string, work: () => Promise<unknown>) => Promise<void> },
): Promise<void> {
  const what = 'instances could not be terminated';
  for (const { id, region } of (await instances()).filter(known))
    await attempt(what, () => session.call('ec2', 'TerminateInstances', region, { InstanceIds: [id] }));
  const over = (found: readonly Left[]): boolean => !found.some(known);
  await attempt(what, () => poll(session, instances, over, { what: 'the end of the instances', minutes: 10 }));
}

/** The key outlives its stack, and has no name afterwards. */
async function giveUpKey(session: Session): Promise<void> {
  const KeyId = `alias/spawn-${session.stage}-provenance`;
  const { KeyMetadata } = await session
    .call('kms', 'DescribeKey', session.region, { KeyId })
    .catch((error: unknown) => {
      if (codeOf(error) === 'NotFoundException') return { KeyMetadata: undefined };
      throw error;
    });
  if (KeyMetadata === undefined) return;
  const input = { KeyId: KeyMetadata.KeyId, PendingWindowInDays: 7 };
  await session.call('kms', 'ScheduleKeyDeletion', session.region, input);
}

async function removeBucket(session: Session, { region }: Left): Promise<void> {
  const Bucket = await bucketOf(session);
  for (;;) {
    const page = await session.call('s3', 'ListObjectVersions', region, { Bucket });
    const Objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (Objects.length === 0) break;
    await session.call('s3', 'DeleteObjects', region, { Bucket, Delete: { Objects, Quiet: true } });
  }
  await session.call('s3', 'DeleteBucket', region, { Bucket });
}
