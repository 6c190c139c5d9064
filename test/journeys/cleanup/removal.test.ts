import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { hours, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { killFunction } from '../../kit/killed-functions';
import { AwsError } from '../../kit/local-mode';
import { loseAnswers } from '../../kit/lost-answers';
import { onlySweepingEvery } from '../../kit/templates';

const west = 'us-west-2';
const days = 24 * hours;

describe('a cleanup', () => {
  let journey: Journey;
  /** Made four weeks ago, the oldest first; the last two are the newest of their stack. */
  let images: any[];
  let copy: string;
  let cleaning: ReturnType<typeof cleanups>;
  const launch = async (ami: string): Promise<any> =>
    (await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami })).body.instance;
  const byAge = { age_days: 20, stack: 'tool' };

  beforeAll(async () => {
    // Four weeks pass at once where nothing runs by the clock.
    journey = await localStack({ edit: onlySweepingEvery(10) });
    cleaning = cleanups(journey);
    images = [{ ami_id: (await buildSmall(journey, { version: '1.0.0' })).ami_id }];
    copy = await cleaning.published(images[0].ami_id, '1.0.0', west, { [tagKeys.replicatedFrom]: images[0].ami_id });
    for (const version of ['2.0.0', '3.0.0', '4.0.0', '5.0.0'])
      images.push({ ami_id: await cleaning.published(images[0].ami_id, version) });
    await journey.advance(28 * days);
    // The night makes records of those that were made by hand.
    await nightly(journey);
  }, 120_000);

  test('that is a dry run gives the reasons for every image, and changes nothing', async () => {
    const { inEc2, plan, goes, kept } = cleaning;
    const cleanup = await plan(byAge);
    expect(cleanup).toMatchObject({ status: 'planned', counts: { remove: 3, keep: 3, removed: 0 } });
    expect(goes(cleanup)).toEqual(
      images
        .slice(0, 3)
        .map(({ ami_id }) => ami_id)
        .sort(),
    );
    expect(kept(cleanup, images[4].ami_id)).toEqual(['latest']);
    expect(kept(cleanup, copy)).toEqual(['latest']);
    expect(cleanup.entries.every(({ reasons }: any) => reasons.length > 0)).toBe(true);
    expect(cleanup.monthly_saving_usd).toBeGreaterThan(0);
    for (const { ami_id } of images) expect(tagOf((await inEc2(ami_id)).Tags, tagKeys.cleanupMarked)).toBeUndefined();
    expect(
      (await journey.request('GET', '/v1/cleanups')).body.cleanups.map(({ cleanup_id }: any) => cleanup_id),
    ).toEqual([cleanup.cleanup_id]);
  });

  test('of a stack that there is not is refused, with the name that may be meant, and plans nothing', async () => {
    const answer = await journey.request('POST', '/v1/cleanups', { ...byAge, stack: 'tools' });
    expect(answer).toMatchObject({
      status: 404,
      body: { name: 'StackNotFound', detail: expect.stringContaining("did you mean 'tool'?") },
    });
    expect((await journey.request('GET', '/v1/cleanups')).body.cleanups).toHaveLength(1);
  });

  test('keeps what an instance runs on, stopped or not, and takes back what is launched or kept during its grace', async () => {
    const { show, ended, inEc2, plan, apply, goes, kept, tag } = cleaning;
    const [first, second, third] = images;
    const used = await launch(first.ami_id);
    await journey.advance(2 * minutes);
    await journey.ec2('StopInstances', { InstanceIds: [used.instance_id] });
    const cleanup = await plan(byAge);
    expect(kept(cleanup, first.ami_id)).toEqual(['instance']);
    expect(goes(cleanup)).toEqual([second.ami_id, third.ami_id].sort());
    const running = await apply(cleanup.cleanup_id);
    await journey.advance(5 * minutes);
    expect((await show(cleanup.cleanup_id)).status).toBe('waiting');
    expect(tagOf((await inEc2(second.ami_id)).Tags, tagKeys.cleanupMarked)).toBeDefined();
    const late = await launch(second.ami_id);
    await tag(third.ami_id, tagKeys.keep, 'True');
    const end = await ended(running);
    expect(end).toMatchObject({ status: 'done', counts: { removed: 0, taken_back: 2, failed: 0 } });
    expect(end.removals.map(({ id, reasons }: any) => [id, reasons.join()]).sort()).toEqual(
      [
        [second.ami_id, expect.stringContaining(late.instance_id)],
        [third.ami_id, expect.stringContaining(tagKeys.keep)],
      ].sort(),
    );
    for (const { ami_id } of [second, third])
      expect(tagOf((await inEc2(ami_id)).Tags, tagKeys.cleanupMarked)).toBeUndefined();
    await journey.ec2('TerminateInstances', { InstanceIds: [used.instance_id, late.instance_id] });
    await journey.advance(5 * minutes);
    await journey.ec2('DeleteTags', { Resources: [third.ami_id], Tags: [{ Key: tagKeys.keep }] });
  });

  test('never runs beside another, and is applied once however often it is asked for', async () => {
    const { ended, inEc2, plan, apply, goes } = cleaning;
    const [first, second] = [await plan({ ...byAge, keep_latest: 4 }), await plan(byAge)];
    expect(goes(first)).toEqual([images[0].ami_id]);
    const running = await apply(first.cleanup_id);
    expect((await apply(first.cleanup_id)).execution_arn).toBe(running.execution_arn);
    expect(await apply(second.cleanup_id)).toMatchObject({ name: 'CleanupRunning', cleanup_id: first.cleanup_id });
    const end = await ended(running);
    expect(end).toMatchObject({ status: 'done', counts: { removed: 1 } });
    expect(await inEc2(images[0].ami_id)).toBeUndefined();
    expect(await inEc2(copy, west)).toBeDefined();
    const calls = journey.local.calls.length;
    expect(await apply(first.cleanup_id)).toMatchObject({ status: 'done', counts: { removed: 1 } });
    expect(journey.local.calls.slice(calls).filter(({ service }) => service === 'ec2' || service === 'states')).toEqual(
      [],
    );
    const record = (await journey.request('GET', `/v1/images/${images[0].ami_id}`)).body;
    expect(record).toMatchObject({ state: 'deregistered', removal_reasons: [expect.stringContaining('28 days old')] });
    expect(record.events.map(({ action }: any) => action)).toEqual(expect.arrayContaining(['marked', 'removed']));
    expect(
      journey.local.calls.some(({ action, principal }) => action === 'PutEvents' && /remove-images/.test(principal)),
    ).toBe(true);
  });

  test('asked for by two at the same moment begins once, and the other is told to wait', async () => {
    const { clock, local } = journey;
    const send = () => local.invokeRoute('POST', '/v1/cleanups', { ...byAge, keep_latest: 9, dry_run: false });
    const states = local.world.services.get('states')!;
    let other: ReturnType<typeof send> | undefined;
    // The other comes when the first has the right to remove images and no execution yet.
    local.world.services.set('states', {
      async call(call) {
        if (call.action === 'StartExecution') await (other ??= send());
        return states.call(call);
      },
    });
    const begun = await clock.until(send());
    local.world.services.set('states', states);
    expect(begun.status).toBe(202);
    expect(await other).toMatchObject({
      status: 409,
      body: {
        name: 'CleanupRunning',
        cleanup_id: begun.body.cleanup_id,
        detail: expect.stringMatching(/is being started: retry/),
      },
    });
    expect((await cleaning.ended(begun.body)).status).toBe('planned');
  });

  test('whose function was killed before its start holds the others up for ten minutes, no longer', async () => {
    const body = { ...byAge, keep_latest: 9, dry_run: false };
    killFunction(journey, 'spawn-dev-manage-cleanups', { when: ({ action }) => action === 'StartExecution' });
    expect((await journey.request('POST', '/v1/cleanups', body)).status).toBe(500);
    await journey.advance(9 * minutes);
    const early = await journey.request('POST', '/v1/cleanups', body);
    expect(early).toMatchObject({
      status: 409,
      body: { name: 'CleanupRunning', detail: expect.stringMatching(/ten minutes/) },
    });
    await journey.advance(2 * minutes);
    expect((await cleaning.ended(await cleaning.start(body))).status).toBe('planned');
  });

  test('whose start was not answered runs on, and is not called failed', async () => {
    const answers = loseAnswers(journey, 'StartExecution', 8, 'states');
    expect(await cleaning.plan({ ...byAge, dry_run: true })).toMatchObject({ status: 'planned' });
    expect(answers.lost).toBeGreaterThan(0);
  });

  test('whose start was not answered and that Step Functions does not show yet keeps the others waiting', async () => {
    const body = { ...byAge, dry_run: false };
    const { services } = journey.local.world;
    const states = services.get('states')!;
    services.set('states', {
      async call(call) {
        if (call.action === 'DescribeExecution') throw new AwsError('ExecutionDoesNotExist', 'not yet', 400);
        const answer = await states.call(call);
        if (call.action === 'StartExecution') throw new AwsError('InternalError', 'lost', 500);
        return answer;
      },
    });
    const first = await journey.request('POST', '/v1/cleanups', body);
    services.set('states', states);
    const second = await journey.request('POST', '/v1/cleanups', body);
    expect([first.status, second.status]).toEqual([503, 409]);
    const end = await cleaning.ended(await cleaning.show(second.body.cleanup_id));
    expect(end).toMatchObject({ status: 'done', counts: { removed: 2 } });
  });

  test('whose start is refused holds nobody up', async () => {
    const body = { ...byAge, keep_latest: 9, dry_run: false };
    const { services } = journey.local.world;
    const states = services.get('states')!;
    refuseCalls(journey, ({ action }) => action === 'StartExecution', 'ExecutionLimitExceeded', 'too many', 'states');
    expect((await journey.request('POST', '/v1/cleanups', body)).status).toBeGreaterThanOrEqual(400);
    services.set('states', states);
    expect((await journey.request('GET', '/v1/cleanups')).body.cleanups[0]).toMatchObject({ status: 'failed' });
    expect((await cleaning.ended(await cleaning.start(body))).status).toBe('planned');
  });
});
