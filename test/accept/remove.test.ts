import { tagKeys } from '../../core/tags';
import type { Session } from '../../scripts/accept/run/session';
import { listings } from '../../scripts/accept/stage/left';
import { removeAll, type Deployer } from '../../scripts/accept/stage/remove';

const start = Date.parse('2026-12-01T10:00:00Z');
const denied = (): never => {
  throw Object.assign(new Error('not allowed'), { name: 'UnauthorizedOperation' });
};
const notFound = (): never => {
  throw Object.assign(new Error('there is none'), { name: 'ResourceNotFoundException' });
};
type Answers = Record<string, (input: any, region: string) => object>;

/** A stage in AWS, which answers calls by their action, with what was called. The clock moves where it is slept. */
function sessionOf(answers: Answers, stage = 'test'): { session: Session; called: string[] } {
  const called: string[] = [];
  let now = start;
  const defaults: Answers = {
    GetCallerIdentity: () => ({ Account: '111122223333' }),
    DescribeTable: notFound,
    ListObjectsV2: notFound,
    DescribeKey: () => {
      throw Object.assign(new Error('none'), { name: 'NotFoundException' });
    },
  };
  const session = {
    region: 'us-east-1',
    copyRegion: 'us-west-2',
    stage,
    now: () => new Date(now),
    sleep: async (milliseconds: number) => void (now += milliseconds),
    api: { get: async () => ({ builds: [] }) },
    call: async (_service: string, action: string, region: string, input: object) => {
      called.push(`${action} ${region}`);
      return (answers[action] ?? defaults[action] ?? (() => ({})))(input, region);
    },
  } as unknown as Session;
  return { session, called };
}

/** An instance and a volume in each region, until they are ended. */
function things(): Answers {
  const ended = new Set<string>();
  return {
    DescribeInstances: ({ Filters }, region) => {
      expect(Filters).toEqual([{ Name: `tag:${tagKeys.deployment}`, Values: ['test@us-east-1'] }]);
      const State = { Name: ended.has(`i-${region}`) ? 'terminated' : 'running' };
      return { Reservations: [{ Instances: [{ InstanceId: `i-${region}`, State }] }] };
    },
    TerminateInstances: ({ InstanceIds }) => ended.add(InstanceIds[0]),
    DescribeVolumes: (_input, region) => ({
      Volumes: ended.has(`vol-${region}`) ? [] : [{ VolumeId: `vol-${region}` }],
    }),
    DeleteVolume: ({ VolumeId }) => ended.add(VolumeId),
  };
}

const remove = async (answers: Answers, changes: Partial<Deployer> = {}) => {
  const { session, called } = sessionOf(answers);
  const said: string[] = [];
  const deployer: Deployer = {
    deploy: async () => undefined,
    destroy: async () => void called.push('destroy'),
    stacks: async () => [],
    ...changes,
  };
  const left = await removeAll(session, { deployer, before: [], tell: (line) => void said.push(line) });
  return { left, called, said };
};

test.each(['DescribeImages', 'DescribeSnapshots', 'DescribeVpcs', 'DescribeLogGroups', 'DescribeTable'])(
  'a denied %s stops no other removal, and what it hides counts as left',
  async (action) => {
    const { left, called, said } = await remove({ ...things(), [action]: denied });
    expect(called).toEqual(
      expect.arrayContaining([
        'TerminateInstances us-east-1',
        'TerminateInstances us-west-2',
        'DeleteVolume us-east-1',
        'DeleteVolume us-west-2',
      ]),
    );
    expect(
      said.some((line) => / could not be listed in us-east-1: UnauthorizedOperation: not allowed$/.test(line)),
    ).toBe(true);
    expect(left.length).toBeGreaterThan(0);
    for (const each of left)
      expect(each).toMatchObject({
        kind: 'unknown',
        command: 'npm run accept -- --stage test --region us-east-1 --copy-region us-west-2 --remove',
      });
  },
);

test('instances are terminated by a listing of instances alone, before the stacks are destroyed', async () => {
  const { left, called } = await remove(things());
  expect(left).toEqual([]);
  const until = called.slice(0, called.indexOf('destroy')).map((call) => call.split(' ')[0]);
  expect(new Set(until)).toEqual(new Set(['DescribeInstances', 'TerminateInstances', 'DescribeKey']));
});

test('where instances cannot be listed in one region, that is told before the stacks are destroyed', async () => {
  const answers = things();
  const told: string[] = [];
  const { session, called } = sessionOf({
    ...answers,
    DescribeInstances: (input, region) =>
      region === 'us-west-2' ? denied() : answers.DescribeInstances!(input, region),
  });
  const deployer: Deployer = {
    deploy: async () => undefined,
    destroy: async () => {
      expect(told).toContain('instance could not be listed in us-west-2: UnauthorizedOperation: not allowed');
      called.push('destroy');
    },
    stacks: async () => [],
  };
  const left = await removeAll(session, { deployer, before: [], tell: (line) => void told.push(line) });
  expect(called.filter((call) => /^(Terminate|destroy)/.test(call))).toEqual([
    'TerminateInstances us-east-1',
    'destroy',
  ]);
  expect(left).toMatchObject([{ kind: 'unknown', id: 'instance could not be listed', region: 'us-west-2' }]);
});

test('one instance that cannot be terminated keeps no other running', async () => {
  const answers = things();
  const { called, left } = await remove({
    ...answers,
    TerminateInstances: (input, region) =>
      region === 'us-east-1' ? denied() : answers.TerminateInstances!(input, region),
  });
  expect(called).toContain('TerminateInstances us-west-2');
  expect(left.map(({ id }) => id)).toEqual(['i-us-east-1']);
});

test('stacks that cannot be listed count as left', async () => {
  const { left } = await remove(things(), { stacks: async () => denied() });
  expect(left).toMatchObject([{ kind: 'unknown', id: 'stack could not be listed', region: 'us-east-1' }]);
});

test('the log groups of a stage are found by their full names, page by page', async () => {
  const groups = [
    '/aws/lambda/spawn-test-create-image',
    '/aws/lambda/spawn-test-2-create-image',
    '/aws/lambda/spawn-test-of-somebody',
    '/aws/lambda/spawn-test-copy-image',
    '/spawn/test/commands',
    '/spawn/test/commands-us-east-1',
    '/spawn/test/commands-us-west-2',
  ];
  const { session } = sessionOf({
    DescribeLogGroups: ({ logGroupNamePrefix, nextToken = '0' }) => {
      const there = groups.filter((name) => name.startsWith(logGroupNamePrefix));
      const at = Number(nextToken);
      return {
        logGroups: there.slice(at, at + 2).map((logGroupName) => ({ logGroupName })),
        ...(at + 2 < there.length && { nextToken: String(at + 2) }),
      };
    },
  });
  const found = await listings(session, { deployed: true, only: ['log group'] });
  expect(found.map(({ region, found: there }) => [region, there.map(({ id }) => id).sort()])).toEqual([
    ['us-east-1', ['/aws/lambda/spawn-test-copy-image', '/aws/lambda/spawn-test-create-image', '/spawn/test/commands']],
    ['us-west-2', ['/spawn/test/commands-us-east-1']],
  ]);
});
