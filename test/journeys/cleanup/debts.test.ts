import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { finished, home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall, script, startSmall } from '../../kit/small-recipe';

const west = 'us-west-2';
const crashed = {
  [tagKeys.state]: 'candidate',
  [tagKeys.ttlDeadline]: '2026-01-14T10:00:00.000Z',
  [tagKeys.buildId]: 'bld-0000000000000000a',
};

/** An instance as a build that nobody knows any more has left it. */
async function leftInstance(journey: Journey, region = home, more: Record<string, string> = {}): Promise<string> {
  const tags = { ...crashed, ...more, [tagKeys.managed]: 'true', [tagKeys.deployment]: 'dev@us-east-1' };
  const { Images } = await journey.ec2(
    'DescribeImages',
    { Owners: ['amazon'], Filters: [{ Name: 'architecture', Values: ['x86_64'] }] },
    region,
  );
  const { Instances } = await journey.ec2(
    'RunInstances',
    {
      ImageId: Images[0].ImageId,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
      TagSpecifications: [
        { ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ],
    },
    region,
  );
  return Instances[0].InstanceId;
}

const isGone = (journey: Journey, id: string, region = home): boolean =>
  ['shutting-down', 'terminated', undefined].includes(journey.local.ec2.instance(region, id)?.instance.state);
const debts = async (journey: Journey): Promise<any[]> => (await journey.request('GET', '/v1/debts')).body.debts;
/** What the topic of alarms was told of things that are left. */
const alarms = (journey: Journey): any[] =>
  (journey.local.topics.topic(`arn:aws:sns:${home}:123456789012:spawn-dev-alarms`)?.published ?? [])
    .map(({ message }: any) => JSON.parse(message))
    .filter((event: any) => event['detail-type'] === 'Leftover Doubt')
    .map(({ detail }: any) => detail);
const protect = (journey: Journey, id: string, on: boolean) =>
  journey.ec2('ModifyInstanceAttribute', { InstanceId: id, DisableApiTermination: { Value: on } });

describe('what the reaper cannot remove keeps nothing else', () => {
  let journey: Journey;
  let model: string;
  beforeEach(async () => {
    journey = await localStack();
    model = (await buildSmall(journey)).ami_id;
  });

  test('a protected instance is owed until its protection is gone, while all else goes', async () => {
    const ids = [await leftInstance(journey), await leftInstance(journey), await leftInstance(journey)];
    const image = await cleanups(journey).published(model, '9.0.0', west, crashed);
    // Long enough for EC2 to know them, and too short for a run of the reaper.
    await journey.advance(10_000);
    for (const id of ids.slice(0, 2)) await protect(journey, id, true);
    await journey.advance(35 * minutes);
    expect(ids.map((id) => isGone(journey, id))).toEqual([false, false, true]);
    expect(await cleanups(journey).inEc2(image, west)).toBeUndefined();
    const owed = await debts(journey);
    expect(owed.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    for (const debt of owed)
      expect(debt).toMatchObject({
        kind: 'instance',
        region: home,
        build_id: crashed[tagKeys.buildId],
        error: 'OperationNotPermitted',
        message: expect.stringContaining('disableApiTermination'),
      });
    expect(owed[0].attempts).toBeGreaterThan(1);
    const { findings } = (await journey.request('GET', '/v1/doctor')).body;
    expect(
      findings
        .filter(({ check }: any) => check === 'leftovers')
        .map(({ subject, result }: any) => [subject, result])
        .sort(),
    ).toEqual(
      ids
        .slice(0, 2)
        .sort()
        .map((id) => [id, 'warning']),
    );
    expect(
      alarms(journey)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.slice(0, 2).sort());
    for (const id of ids.slice(0, 2)) await protect(journey, id, false);
    await journey.advance(31 * minutes);
    expect(ids.map((id) => isGone(journey, id))).toEqual([true, true, true]);
    expect(await debts(journey)).toEqual([]);
  });

  test('a region that cannot be described is owed, and the others are reaped', async () => {
    let refused = true;
    refuseCalls(
      journey,
      ({ region, action, principal }) =>
        refused && region === home && action.startsWith('Describe') && principal.arn.includes('reap-leftovers'),
      'UnauthorizedOperation',
      'not there',
      'ec2',
      403,
    );
    const image = await cleanups(journey).published(model, '9.0.0', west, crashed);
    const instance = await leftInstance(journey);
    await journey.advance(35 * minutes);
    expect(await cleanups(journey).inEc2(image, west)).toBeUndefined();
    expect(
      (await debts(journey)).map(({ kind, id, region, error }) => `${kind} ${id} ${region} ${error}`).sort(),
    ).toEqual([`look images ${home} PermissionDenied`, `look instances ${home} PermissionDenied`]);
    refused = false;
    await journey.advance(31 * minutes);
    expect(isGone(journey, instance)).toBe(true);
    expect(await debts(journey)).toEqual([]);
  });
});

describe('what the reaper keeps in doubt', () => {
  const unexplained = { [tagKeys.ttlDeadline]: 'soon' };
  let journey: Journey;
  beforeEach(async () => {
    journey = await localStack();
  });

  test('is told once, and shown from then on until somebody has answered it', async () => {
    const id = await leftInstance(journey, home, unexplained);
    await journey.advance(65 * minutes);
    expect(isGone(journey, id)).toBe(false);
    expect(await debts(journey)).toMatchObject([
      {
        kind: 'instance',
        id,
        region: home,
        error: 'LeftoverStays',
        message: expect.stringContaining('its build is unknown'),
        attempts: 4,
      },
    ]);
    expect(alarms(journey)).toMatchObject([
      { id, region: home, reason: expect.stringContaining('its build is unknown') },
    ]);
    const { findings } = (await journey.request('GET', '/v1/doctor')).body;
    expect(findings.find(({ subject }: any) => subject === id)).toMatchObject({
      check: 'leftovers',
      result: 'warning',
      seen: expect.stringMatching(/kept since .*its build is unknown/),
    });
    await journey.ec2('TerminateInstances', { InstanceIds: [id] });
    await journey.advance(31 * minutes);
    expect(await debts(journey)).toEqual([]);
    expect(alarms(journey)).toHaveLength(1);
  });

  test.each([
    ['true', false],
    ['whatever somebody wrote', false],
    ['no', true],
  ])('is what carries spawn:keep=%s by hand: gone: %s', async (keep, gone) => {
    const id = await leftInstance(journey, home, { [tagKeys.keep]: keep });
    await journey.advance(50 * minutes);
    expect(isGone(journey, id)).toBe(gone);
    const shown = gone
      ? []
      : [{ kind: 'instance', id, message: expect.stringMatching(`spawn:keep=${keep} protects it.*past its deadline`) }];
    expect([await debts(journey), alarms(journey)]).toMatchObject([shown, gone ? [] : [{ id }]]);
    await journey.ec2('DeleteTags', { Resources: [id], Tags: [{ Key: tagKeys.keep }] });
    await journey.advance(31 * minutes);
    expect([isGone(journey, id), await debts(journey)]).toEqual([true, []]);
  });
});

test('what is past its deadline while its build runs goes, and the topic of alarms is told', async () => {
  const journey = await localStack();
  const build = await startSmall(journey, {
    provision: [{ name: 'install', run: script('sleep 3000'), timeout: '1h' }],
  });
  const own = async (): Promise<any[]> =>
    (
      await journey.ec2('DescribeInstances', { Filters: [{ Name: `tag:${tagKeys.buildId}`, Values: [build] }] })
    ).Reservations.flatMap(({ Instances }: any) => Instances);
  while ((await own()).length < 1) await journey.advance(5_000);
  const [{ InstanceId: id }] = await own();
  await journey.ec2('CreateTags', {
    Resources: [id],
    Tags: [{ Key: tagKeys.ttlDeadline, Value: '2026-01-14T10:00:00Z' }],
  });
  await journey.advance(20 * minutes);
  expect([isGone(journey, id), alarms(journey)]).toMatchObject([
    true,
    [{ id, region: home, reason: expect.stringMatching(/removed: it is past its deadline/) }],
  ]);
});

describe('a region that is not in the settings any more', () => {
  const gone = 'eu-north-1';
  const owe = (journey: Journey, debt: Record<string, string>): Promise<unknown> => {
    const whole: Record<string, string> = {
      pk: 'DEBTS',
      sk: `/${gone}/${debt.kind}/${debt.id}`,
      region: gone,
      reason: 'its build is over',
      tried_at: '2026-01-14T09:00:00.000Z',
      error: 'OperationNotPermitted',
      message: 'protected',
      ...debt,
    };
    const Item = {
      ...Object.fromEntries(Object.entries(whole).map(([key, S]) => [key, { S }])),
      attempts: { N: '3' },
      told: { BOOL: true },
    };
    return journey.clock.until(
      journey.local.call('dynamodb', 'PutItem', home, { TableName: 'spawn-dev-catalog', Item }),
    );
  };

  test('is looked at as long as something is owed there', async () => {
    const journey = await localStack();
    const id = await leftInstance(journey, gone);
    await owe(journey, { kind: 'instance', id, since: '2026-01-14T09:00:00.000Z' });
    await owe(journey, { kind: 'look', id: 'images', since: '2026-01-14T09:00:00.000Z' });
    await journey.advance(50 * minutes);
    expect(isGone(journey, id, gone)).toBe(true);
    expect(await debts(journey)).toEqual([]);
  });

  /** A build that has just failed and has left an instance there. */
  const failedBuild = async (journey: Journey): Promise<{ build: string; id: string }> => {
    const build = await startSmall(journey, { test: { run: script('exit 1'), timeout: '5m' } });
    expect((await finished(journey, build)).status).toBe('failed');
    const id = await leftInstance(journey, gone, {
      [tagKeys.buildId]: build,
      [tagKeys.ttlDeadline]: '2027-01-14T10:00:00Z',
    });
    return { build, id };
  };
  const justNow = (journey: Journey) => {
    const at = new Date(journey.clock.now()).toISOString();
    return { since: at, tried_at: at };
  };

  test('is looked at until its build has had a quarter of an hour to clean up', async () => {
    const journey = await localStack();
    const { build, id } = await failedBuild(journey);
    await owe(journey, { kind: 'instance', id, build_id: build, ...justNow(journey) });
    await journey.advance(14 * minutes);
    expect([isGone(journey, id, gone), await debts(journey)]).toMatchObject([false, [{ id, build_id: build }]]);
    await journey.advance(35 * minutes);
    expect([isGone(journey, id, gone), await debts(journey)]).toEqual([true, []]);
  });

  test('is looked at when a build could not list what it left there', async () => {
    const journey = await localStack();
    const { build, id } = await failedBuild(journey);
    await owe(journey, { kind: 'look', id: 'instances', build_id: build, ...justNow(journey) });
    let refused = true;
    refuseCalls(journey, ({ region }) => refused && region === gone, 'AuthFailure', 'not yet', 'ec2', 401);
    await journey.advance(35 * minutes);
    expect((await debts(journey)).find((debt) => debt.id === 'instances')).toMatchObject({ build_id: build });
    refused = false;
    await journey.advance(35 * minutes);
    expect([isGone(journey, id, gone), await debts(journey)]).toEqual([true, []]);
  });

  test('and that a build could not list is given up after 30 days, which the topic of alarms is told', async () => {
    const journey = await localStack();
    refuseCalls(journey, ({ region }) => region === gone, 'AuthFailure', 'not in this region', 'ec2', 401);
    await owe(journey, { kind: 'look', id: 'instances', build_id: 'bld-1', since: '2025-12-01T12:00:00.000Z' });
    await journey.advance(35 * minutes);
    expect(await debts(journey)).toEqual([]);
    expect(alarms(journey).filter(({ reason }) => /given up/.test(reason))).toMatchObject([
      { id: 'instances', region: gone, reason: expect.stringMatching(/eu-north-1 is not in the settings.*bld-1/) },
    ]);
  });

  test('and cannot be looked at is given up after 30 days, which the topic of alarms is told', async () => {
    const journey = await localStack();
    refuseCalls(journey, ({ region }) => region === gone, 'AuthFailure', 'not in this region', 'ec2', 401);
    await owe(journey, { kind: 'image', id: 'ami-00000000000000001', since: '2025-12-15T12:00:00.000Z' });
    await journey.advance(1 * hours);
    expect((await debts(journey)).map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual([
      'image ami-00000000000000001',
      'look images',
      'look instances',
    ]);
    await journey.advance(90 * minutes);
    expect(await debts(journey)).toEqual([]);
    expect(alarms(journey).filter(({ id }) => id.startsWith('ami-'))).toMatchObject([
      { region: gone, reason: expect.stringMatching(/eu-north-1 is not in the settings.*by hand/) },
    ]);
  });
});

describe('what a compensation cannot remove keeps nothing else', () => {
  test('a protected builder is owed, the record ends, and the rest of the build goes', async () => {
    const journey = await localStack();
    const id = await startSmall(journey, { test: { run: script('sleep 120', 'exit 1'), timeout: '5m' } });
    const own = async (): Promise<any[]> =>
      (
        await journey.ec2('DescribeInstances', { Filters: [{ Name: `tag:${tagKeys.buildId}`, Values: [id] }] })
      ).Reservations.flatMap(({ Instances }: any) => Instances);
    while ((await own()).length < 1) await journey.advance(5_000);
    const [builder] = await own();
    await protect(journey, builder.InstanceId, true);
    const { execution_arn } = (await journey.request('GET', `/v1/builds/${id}`)).body;
    await journey.clock.until(journey.local.states.ended(execution_arn));
    await journey.advance(1 * minutes);
    const run = (await journey.request('GET', `/v1/builds/${id}`)).body;
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'TestFailed', message: expect.stringContaining(builder.InstanceId) },
    });
    expect(await debts(journey)).toMatchObject([
      { kind: 'instance', id: builder.InstanceId, build_id: id, error: 'OperationNotPermitted' },
    ]);
    const { Images } = await journey.ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true });
    expect(Images.filter(({ State }: any) => State !== 'deregistered')).toEqual([]);
    await protect(journey, builder.InstanceId, false);
    await journey.advance(40 * minutes);
    expect(isGone(journey, builder.InstanceId)).toBe(true);
    expect(await debts(journey)).toEqual([]);
  });
});
