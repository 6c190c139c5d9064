import { tagKeys } from '../../core/tags';
import { cleanups } from '../kit/cleanups';
import { home, localStack, minutes, type Journey } from '../kit/journey';
import { refuseCalls } from '../kit/refuse-calls';
import { buildSmall, script, startSmall } from '../kit/small-recipe';

const west = 'us-west-2';
const crashed = { [tagKeys.state]: 'candidate', [tagKeys.ttlDeadline]: '2026-01-14T10:00:00.000Z', [tagKeys.buildId]: 'bld-0000000000000000a' };

/** An instance as a build that nobody knows any more has left it. */
async function leftInstance(journey: Journey, region = home): Promise<string> {
  const tags = { ...crashed, [tagKeys.managed]: 'true', [tagKeys.deployment]: 'dev@us-east-1' };
  const { Images } = await journey.ec2('DescribeImages', { Owners: ['amazon'], Filters: [{ Name: 'architecture', Values: ['x86_64'] }] }, region);
  const { Instances } = await journey.ec2('RunInstances', {
    ImageId: Images[0].ImageId, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1,
    TagSpecifications: [{ ResourceType: 'instance', Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }],
  }, region);
  return Instances[0].InstanceId;
}

const isGone = (journey: Journey, id: string, region = home): boolean => ['shutting-down', 'terminated', undefined].includes(journey.local.ec2.instance(region, id)?.instance.state);
const debts = async (journey: Journey): Promise<any[]> => (await journey.request('GET', '/v1/debts')).body.debts;
const protect = (journey: Journey, id: string, on: boolean) => journey.ec2('ModifyInstanceAttribute', { InstanceId: id, DisableApiTermination: { Value: on } });

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
    for (const debt of owed) expect(debt).toMatchObject({ kind: 'instance', region: home, build_id: crashed[tagKeys.buildId], error: 'OperationNotPermitted', message: expect.stringContaining('disableApiTermination') });
    expect(owed[0].attempts).toBeGreaterThan(1);
    const { findings } = (await journey.request('GET', '/v1/doctor')).body;
    expect(findings.filter(({ check }: any) => check === 'leftovers').map(({ subject, result }: any) => [subject, result]).sort()).toEqual(ids.slice(0, 2).sort().map((id) => [id, 'warning']));
    const { Messages } = await journey.clock.until(journey.local.call('sqs', 'ReceiveMessage', home, { QueueUrl: `https://sqs.${home}.amazonaws.com/123456789012/spawn-dev-dead-letters` }));
    expect(JSON.stringify(Messages)).toMatch(/LeftBehind/);
    for (const id of ids.slice(0, 2)) await protect(journey, id, false);
    await journey.advance(31 * minutes);
    expect(ids.map((id) => isGone(journey, id))).toEqual([true, true, true]);
    expect(await debts(journey)).toEqual([]);
  });

  test('a region that cannot be described is owed, and the others are reaped', async () => {
    let refused = true;
    refuseCalls(journey, ({ region, action, principal }) => refused && region === home && action.startsWith('Describe') && principal.arn.includes('reap-leftovers'), 'UnauthorizedOperation', 'not there', 'ec2', 403);
    const image = await cleanups(journey).published(model, '9.0.0', west, crashed);
    const instance = await leftInstance(journey);
    await journey.advance(35 * minutes);
    expect(await cleanups(journey).inEc2(image, west)).toBeUndefined();
    expect((await debts(journey)).map(({ kind, id, region, error }) => `${kind} ${id} ${region} ${error}`).sort()).toEqual([`look images ${home} PermissionDenied`, `look instances ${home} PermissionDenied`]);
    refused = false;
    await journey.advance(31 * minutes);
    expect(isGone(journey, instance)).toBe(true);
    expect(await debts(journey)).toEqual([]);
  });
});

describe('what a compensation cannot remove keeps nothing else', () => {
  test('a protected builder is owed, the record ends, and the rest of the build goes', async () => {
    const journey = await localStack();
    const id = await startSmall(journey, { test: { run: script('sleep 120', 'exit 1'), timeout: '5m' } });
    const own = async (): Promise<any[]> => (await journey.ec2('DescribeInstances', { Filters: [{ Name: `tag:${tagKeys.buildId}`, Values: [id] }] })).Reservations.flatMap(({ Instances }: any) => Instances);
    while ((await own()).length < 1) await journey.advance(5_000);
    const [builder] = await own();
    await protect(journey, builder.InstanceId, true);
    const { execution_arn } = (await journey.request('GET', `/v1/builds/${id}`)).body;
    await journey.clock.until(journey.local.states.ended(execution_arn));
    await journey.advance(1 * minutes);
    const run = (await journey.request('GET', `/v1/builds/${id}`)).body;
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'TestFailed', message: expect.stringContaining(builder.InstanceId) } });
    expect(await debts(journey)).toMatchObject([{ kind: 'instance', id: builder.InstanceId, build_id: id, error: 'OperationNotPermitted' }]);
    const { Images } = await journey.ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true });
    expect(Images.filter(({ State }: any) => State !== 'deregistered')).toEqual([]);
    await protect(journey, builder.InstanceId, false);
    await journey.advance(40 * minutes);
    expect(isGone(journey, builder.InstanceId)).toBe(true);
    expect(await debts(journey)).toEqual([]);
  });
});
