import { commandLogIn } from '../../../core/instance/command-log';
import { tagKeys } from '../../../core/tags';
import { functionNames } from '../../../infra/function/table';
import { namesOf } from '../../../infra/setting/names';
import { codeOf, deploymentOf, regionsOf, type Session } from '../run/session';

/** Something of a stage that is there, and the command that removes it. Only the kind may go into a report. */
export interface Left {
  kind: string;
  id: string;
  region: string;
  command: string;
}

type Found = Omit<Left, 'kind' | 'region'>;

/** A kind of thing of a stage: how it is listed in one region, and where it may be. */
interface Kind {
  list(session: Session, region: string): Promise<Found[]>;
  /** Only a deployment of the run's own has it: where one is used that was there before, it is not of the run. */
  ofDeployment?: boolean;
  onlyHome?: boolean;
}

const kinds = {
  instance: inEc2('DescribeInstances', 'Reservations', {
    things: (reservations) =>
      reservations.flatMap(({ Instances }) => Instances).filter(({ State }) => State.Name !== 'terminated'),
    line: ({ InstanceId: id }) => [id, `terminate-instances --instance-ids ${id}`],
  }),
  image: inEc2('DescribeImages', 'Images', {
    input: { Owners: ['self'], IncludeDisabled: true, IncludeDeprecated: true },
    things: (images) => images.filter(({ State }) => State !== 'deregistered'),
    line: ({ ImageId: id }) => [id, `deregister-image --image-id ${id}`],
  }),
  snapshot: inEc2('DescribeSnapshots', 'Snapshots', {
    input: { OwnerIds: ['self'] },
    line: ({ SnapshotId: id }) => [id, `delete-snapshot --snapshot-id ${id}`],
  }),
  volume: inEc2('DescribeVolumes', 'Volumes', { line: ({ VolumeId: id }) => [id, `delete-volume --volume-id ${id}`] }),
  'security group': inEc2('DescribeSecurityGroups', 'SecurityGroups', {
    line: ({ GroupId: id }) => [id, `delete-security-group --group-id ${id}`],
  }),
  subnet: inEc2('DescribeSubnets', 'Subnets', { line: ({ SubnetId: id }) => [id, `delete-subnet --subnet-id ${id}`] }),
  network: inEc2('DescribeVpcs', 'Vpcs', { line: ({ VpcId: id }) => [id, `delete-vpc --vpc-id ${id}`] }),
  'log group': { list: logGroups, ofDeployment: true },
  table: { list: tables, ofDeployment: true, onlyHome: true },
  bucket: { list: buckets, ofDeployment: true, onlyHome: true },
} satisfies Record<string, Kind>;

/** What is looked for. Every kind is listed by calls of its own, so that one that is denied hides no other. */
export type KindName = keyof typeof kinds;
const kindNames = Object.keys(kinds) as KindName[];

/** The things of one kind in one region, or why they could not be listed. */
export interface Listing {
  kind: KindName;
  region: string;
  found: Left[];
  error?: unknown;
}

/**
 * Lists what costs money or is in the way of another stage, kind by kind and region by region: everything with the tag
 * of the deployment, and its names. Does not throw: a listing that failed has an error.
 */
export async function listings(
  session: Session,
  { deployed, only = kindNames }: { deployed: boolean; only?: readonly KindName[] },
): Promise<Listing[]> {
  const work = only.flatMap((kind) => {
    const { list, ofDeployment, onlyHome }: Kind = kinds[kind];
    if (ofDeployment && !deployed) return [];
    const regions = onlyHome ? [session.region] : regionsOf(session);
    return regions.map(async (region): Promise<Listing> => {
      try {
        const there = await list(session, region);
        const found = there.map((each) => ({ ...each, kind, region, command: `${each.command} --region ${region}` }));
        return { kind, region, found };
      } catch (error) {
        return { kind, region, found: [], error };
      }
    });
  });
  return Promise.all(work);
}

/** Lists everything. Throws when anything could not be listed. */
export async function search(session: Session, { deployed }: { deployed: boolean }): Promise<Left[]> {
  const all = await listings(session, { deployed });
  for (const { error } of all) if (error !== undefined) throw error;
  return all.flatMap(({ found }) => found);
}

/** Lists what has the tag of the deployment in EC2, page by page. */
function inEc2(
  action: string,
  member: string,
  {
    input = {},
    things = (listed) => listed,
    line,
  }: {
    input?: object;
    things?: (listed: any[]) => any[];
    line: (thing: any) => [id: string, words: string];
  },
): Kind {
  return {
    async list(session, region) {
      const Filters = [{ Name: `tag:${tagKeys.deployment}`, Values: [deploymentOf(session)] }];
      const listed = await pages(
        session,
        region,
        { service: 'ec2', action, member, token: 'NextToken' },
        { Filters, ...input },
      );
      return things(listed).map((thing) => {
        const [id, words] = line(thing);
        return { id, command: `aws ec2 ${words}` };
      });
    },
  };
}

async function pages(
  session: Session,
  region: string,
  { service, action, member, token }: { service: string; action: string; member: string; token: string },
  input: object,
): Promise<any[]> {
  const listed: any[] = [];
  let next: string | undefined;
  do {
    const page = await session.call(service, action, region, { ...input, ...(next && { [token]: next }) });
    listed.push(...(page[member] ?? []));
    next = page[token];
  } while (next);
  return listed;
}

async function tables(session: Session): Promise<Found[]> {
  const id = `spawn-${session.stage}-catalog`;
  const there = await exists(() => session.call('dynamodb', 'DescribeTable', session.region, { TableName: id }));
  return there ? [{ id, command: `aws dynamodb delete-table --table-name ${id}` }] : [];
}

async function buckets(session: Session): Promise<Found[]> {
  const id = await bucketOf(session);
  const there = await exists(() => session.call('s3', 'ListObjectsV2', session.region, { Bucket: id }));
  return there ? [{ id, command: `aws s3 rb --force s3://${id}` }] : [];
}

/** Returns the name of the bucket of a stage. */
export async function bucketOf(session: Session): Promise<string> {
  const { Account } = await session.call('sts', 'GetCallerIdentity', session.region, {});
  return `spawn-${session.stage}-artifacts-${Account}-${session.region}`;
}

/**
 * Lists the log groups by their full names. A prefix also finds those of a stage whose name only begins like this one,
 * and of a deployment of the same stage with its home in the other region.
 */
async function logGroups(session: Session, region: string): Promise<Found[]> {
  const { prefixed, commandLog } = namesOf(session.stage, session.region);
  const own = new Set([commandLogIn(region, commandLog, session.region)]);
  const prefixes = [commandLog];
  if (region === session.region) {
    for (const name of functionNames) own.add(`/aws/lambda/${prefixed(name)}`);
    prefixes.push(`/aws/lambda/${prefixed('')}`);
  }
  const operation = { service: 'logs', action: 'DescribeLogGroups', member: 'logGroups', token: 'nextToken' };
  const listed = await Promise.all(
    prefixes.map((logGroupNamePrefix) => pages(session, region, operation, { logGroupNamePrefix })),
  );
  return listed
    .flat()
    .filter(({ logGroupName }) => own.has(logGroupName))
    .map(({ logGroupName: id }) => ({ id, command: `aws logs delete-log-group --log-group-name ${id}` }));
}

async function exists(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    if (/^(ResourceNotFoundException|NoSuchBucket|NotFound)$/.test(codeOf(error))) return false;
    throw error;
  }
}

/** Returns what is left without what was there before. */
export function newIn(now: readonly Left[], before: readonly Left[]): Left[] {
  return now.filter(({ id, region }) => !before.some((each) => each.id === id && each.region === region));
}
