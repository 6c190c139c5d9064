import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { meanwhile } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { onlySweepingEvery } from '../../kit/templates';

const friends = [
  { UserId: '210987654321' },
  { OrganizationArn: 'arn:aws:organizations::123456789012:organization/o-abcdefghij' },
];
const run = (id: string): object => ({ ImageId: id, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 });

describe('an image in the grace period of a cleanup', () => {
  let journey: Journey;
  let cleaning: ReturnType<typeof cleanups>;
  let model: string;
  let last = 0;
  const old = async (): Promise<string> => {
    last += 1;
    const id = await cleaning.published(model, `0.0.${last}`);
    await journey.advance(24 * hours);
    const taken = await journey.request('POST', `/v1/images/${id}/tags`, { tags: { team: 'a' } });
    if (taken.status !== 200) throw new Error(JSON.stringify(taken.body));
    return id;
  };
  const sharedWith = async (id: string): Promise<any[]> =>
    (await journey.ec2('DescribeImageAttribute', { ImageId: id, Attribute: 'launchPermission' })).LaunchPermissions;
  /** Shares an image after the cleanup has looked at it, because nobody knows who uses a shared image. */
  const shareAtMark = (id: string): unknown =>
    meanwhile(
      journey,
      ({ action, principal, input }) =>
        action === 'DescribeImageAttribute' && /remove-images/.test(principal.arn) && input.ImageId === id,
      () =>
        journey.local.call('ec2', 'ModifyImageAttribute', home, { ImageId: id, LaunchPermission: { Add: friends } }),
    );
  const policy = (cleanup: object): Promise<unknown> =>
    journey.request('PUT', '/v1/stacks/tool', { cleanup: { grace_minutes: 60, ...cleanup } });
  const launch = (id: string): Promise<any> =>
    journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami: id });
  const restore = (id: string): Promise<any> => journey.request('DELETE', `/v1/images/${id}/revocation`);
  const begin = async (...ids: string[]): Promise<any> => {
    const { cleanup_id } = await cleaning.plan({ ami_ids: ids });
    const running = await cleaning.apply(cleanup_id);
    await journey.advance(2 * minutes);
    return running;
  };

  beforeAll(async () => {
    journey = await localStack({ edit: onlySweepingEvery(10) });
    cleaning = cleanups(journey);
    model = (await buildSmall(journey, { version: '1.0.0' })).ami_id;
  }, 120_000);

  test('can still be launched, with a warning, and comes back by a restore', async () => {
    await policy({});
    const id = await old();
    const running = await begin(id);
    expect((await cleaning.inEc2(id)).State).toBe('available');
    const answer = await launch(id);
    expect(answer).toMatchObject({
      status: 201,
      body: { warnings: [expect.stringMatching(/about to be removed: .* keep it with spawn ami restore ami-/)] },
    });
    await journey.advance(1 * minutes);
    await journey.ec2('TerminateInstances', { InstanceIds: [answer.body.instance.instance_id] });
    const back = await restore(id);
    expect(back).toMatchObject({
      status: 200,
      body: {
        changed: true,
        warnings: [expect.stringMatching(/marked by the cleanup cln-.*a later cleanup may select it again/)],
      },
    });
    expect(tagOf((await cleaning.inEc2(id)).Tags, tagKeys.cleanupMarked)).toBeUndefined();
    expect(await cleaning.ended(running)).toMatchObject({ status: 'done', counts: { removed: 0, taken_back: 1 } });
    expect((await restore(id)).body.changed).toBe(false);
  });

  test('is disabled when the policy says so: no launch succeeds, and each says what to do', async () => {
    await policy({ disable_during_grace: true });
    const [gone, back] = [await old(), await old()];
    shareAtMark(back);
    const running = await begin(gone, back);
    for (const id of [gone, back]) expect((await cleaning.inEc2(id)).State).toBe('disabled');
    expect(await cleaning.show(running.cleanup_id)).toMatchObject({ status: 'waiting' });
    expect(await launch(gone)).toMatchObject({
      status: 409,
      body: { name: 'WrongState', detail: expect.stringContaining(`spawn ami restore ${gone}`) },
    });
    await expect(journey.ec2('RunInstances', run(gone))).rejects.toThrow(/disabled/);
    expect((await restore(back)).body.images).toMatchObject([{ ami_id: back, state: 'available' }]);
    expect(await sharedWith(back)).toEqual(friends);
    await journey.advance(15_000);
    expect((await launch(back)).status).toBe(201);
    const end = await cleaning.ended(running);
    expect(end).toMatchObject({ status: 'done', counts: { removed: 1, taken_back: 1, failed: 0 } });
    expect(await cleaning.inEc2(gone)).toBeUndefined();
    expect(await cleaning.inEc2(back)).toMatchObject({ State: 'available' });
  });

  test('is not disabled when it came into use after the plan: it is taken back at once', async () => {
    const [used, unused] = [await old(), await old()];
    const { cleanup_id } = await cleaning.plan({ ami_ids: [used, unused] });
    await launch(used);
    await journey.advance(2 * minutes);
    const running = await cleaning.apply(cleanup_id);
    await journey.advance(2 * minutes);
    expect((await cleaning.show(cleanup_id)).removals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: used, status: 'taken-back' }),
        expect.objectContaining({ id: unused, status: 'marked' }),
      ]),
    );
    expect((await cleaning.inEc2(used)).State).toBe('available');
    expect(await cleaning.ended(running)).toMatchObject({ counts: { removed: 1, taken_back: 1 } });
  });

  test('comes back as it was when the cleanup is stopped, by the next one', async () => {
    const id = await old();
    shareAtMark(id);
    const { execution_arn } = await begin(id);
    expect((await cleaning.inEc2(id)).State).toBe('disabled');
    await journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn });
    await nightly(journey);
    await journey.advance(15_000);
    expect(await cleaning.inEc2(id)).toMatchObject({ State: 'available' });
    expect(await sharedWith(id)).toEqual(friends);
  });

  test('is not given back on request in the last minute, because the last look may have begun', async () => {
    const id = await old();
    shareAtMark(id);
    const running = await begin(id);
    const { grace_ends_at } = await cleaning.show(running.cleanup_id);
    await journey.advance(Date.parse(grace_ends_at) - journey.clock.now() - 30_000);
    expect(await restore(id)).toMatchObject({
      status: 409,
      body: { name: 'CleanupRunning', detail: expect.stringContaining(`${tagKeys.keep}=true`) },
    });
    await cleaning.tag(id, tagKeys.keep);
    expect(await cleaning.ended(running)).toMatchObject({ counts: { removed: 0, taken_back: 1 } });
    expect(await sharedWith(id)).toEqual(friends);
  });
});
