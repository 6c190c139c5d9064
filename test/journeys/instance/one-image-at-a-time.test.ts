import { launched } from '../../kit/command';
import { finished, localStack, minutes, type Journey } from '../../kit/journey';
import { script } from '../../kit/small-recipe';

const slow = script('sleep 240; rm -rf /tmp/*');
const detailOf = async (journey: Journey, id: string): Promise<string | undefined> =>
  (await journey.request('GET', `/v1/operations/${id}`)).body.stages.find(({ name }: any) => name === 'clean')?.detail;

describe('two images of one instance', () => {
  let journey: Journey;
  let instance: string;
  const create = async (name: string, body: object): Promise<string> =>
    (await journey.request('POST', '/v1/images', { instance, name, ...body })).body.operation_id;
  const outcome = async (id: string): Promise<any> => {
    const { status, failure } = await finished(journey, id);
    return { status, failure };
  };
  beforeEach(async () => {
    journey = await localStack({ machines: { agentSeconds: [20, 20] } });
    instance = (await launched(journey, { name: 'workbench', ttl: '12h' })).instance.instance_id;
  });

  test('are made one after the other: the reboot of the first does not end the script of the second', async () => {
    const first = await create('bench-1', { reboot: true });
    const second = await create('bench-2', { cleanup_script: slow });
    await journey.advance(1 * minutes);
    expect(await detailOf(journey, second)).toBe(`waiting for ${first}`);
    expect(await outcome(second)).toEqual({ status: 'succeeded' });
    expect(await outcome(first)).toEqual({ status: 'succeeded' });
    const created = journey.local.calls.filter(({ action, error }) => action === 'CreateImage' && !error);
    expect(created).toHaveLength(2);
  });

  test('the second goes on when the first fails or is cancelled', async () => {
    const failing = await create('bench-1', { cleanup_script: script('sleep 60; exit 3') });
    const cancelled = await create('bench-2', { cleanup_script: slow });
    const last = await create('bench-3', { cleanup_script: slow });
    expect((await outcome(failing)).failure).toMatchObject({ name: 'ScriptFailed' });
    await journey.request('DELETE', `/v1/builds/${cancelled}`);
    expect((await outcome(cancelled)).failure).toMatchObject({ name: 'BuildCancelled' });
    expect(await outcome(last)).toEqual({ status: 'succeeded' });
  });

  test('of a stopped instance, which nobody searches, are made one after the other too', async () => {
    await journey.ec2('StopInstances', { InstanceIds: [instance] });
    await journey.advance(5 * minutes);
    const waivers = [{ what: 'unsearched', reason: 'a fresh instance' }];
    const ids = [await create('bench-1', { waivers }), await create('bench-2', { waivers })];
    expect(await Promise.all(ids.map(outcome))).toEqual([{ status: 'succeeded' }, { status: 'succeeded' }]);
    const [one, other] = await Promise.all(
      ids.map(async (id) => (await journey.request('GET', `/v1/operations/${id}`)).body),
    );
    const [former, later] = one.ended_at < other.ended_at ? [one, other] : [other, one];
    const { CreationDate: made } = (await journey.ec2('DescribeImages', { ImageIds: [later.ami_id] })).Images[0];
    expect(Date.parse(made)).toBeGreaterThan(Date.parse(former.ended_at) - 1000);
  });
});
