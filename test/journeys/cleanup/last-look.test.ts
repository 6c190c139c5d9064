import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { killFunction } from '../../kit/killed-functions';
import { nightly } from '../../kit/nightly';
import { meanwhile, refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { onlySweepingEvery } from '../../kit/templates';

const days = 24 * hours;
const friends = [
  { UserId: '210987654321' },
  { OrganizationArn: 'arn:aws:organizations::123456789012:organization/o-abcdefghij' },
];

describe('an image that a cleanup removes', () => {
  let journey: Journey;
  let cleaning: ReturnType<typeof cleanups>;
  let model: string;
  let last = 0;
  let denied: ((action: string, principal: string) => boolean) | undefined;
  /** One more image, old enough to go when it is named. */
  const old = async (): Promise<string> => {
    last += 1;
    const id = await cleaning.published(model, `0.0.${last}`);
    await journey.advance(1 * days);
    return id;
  };
  const sharedWith = async (id: string): Promise<any[]> =>
    (await journey.ec2('DescribeImageAttribute', { ImageId: id, Attribute: 'launchPermission' })).LaunchPermissions;
  const share = (id: string): Promise<unknown> =>
    journey.local.call('ec2', 'ModifyImageAttribute', home, { ImageId: id, LaunchPermission: { Add: friends } });
  const byCleanup = ({ principal }: { principal: { arn: string } }): boolean =>
    /spawn-dev-remove-images/.test(principal.arn);
  const callsOf = (from: number): string[] =>
    journey.local.calls
      .slice(from)
      .filter(
        ({ service, principal, action }) =>
          service === 'ec2' && /spawn-dev-remove-images/.test(principal) && !action.startsWith('Describe'),
      )
      .map(({ action }) => action);
  const removed = async (id: string): Promise<any> => {
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    return cleaning.ended(await cleaning.apply(cleanup_id));
  };
  /** How an image is that stays after all, in EC2 and in the catalog if it is there. */
  const asBefore = async (id: string): Promise<unknown[]> => {
    await journey.advance(15_000);
    const { State, Tags } = await cleaning.inEc2(id);
    return [
      State,
      tagOf(Tags, tagKeys.cleanupMarked),
      (await journey.request('GET', `/v1/images/${id}`)).body.state ?? 'available',
    ];
  };

  beforeAll(async () => {
    journey = await localStack({ edit: onlySweepingEvery(10) });
    cleaning = cleanups(journey);
    model = (await buildSmall(journey, { version: '1.0.0' })).ami_id;
    await journey.request('PUT', '/v1/stacks/tool', { cleanup: { grace_minutes: 1 } });
    refuseCalls(
      journey,
      ({ action, principal }) => denied?.(action, principal.arn) === true,
      'InvalidAMIID.Unavailable',
    );
  }, 120_000);
  afterEach(() => {
    denied = undefined;
  });

  test('is disabled, looked at once more and deregistered, each with one call', async () => {
    const ids = [await old(), await old(), await old()];
    const { cleanup_id } = await cleaning.plan({ ami_ids: ids });
    const from = journey.local.calls.length;
    expect(await cleaning.ended(await cleaning.apply(cleanup_id))).toMatchObject({
      status: 'done',
      counts: { removed: 3 },
    });
    expect(callsOf(from)).toEqual([...ids.map(() => 'DisableImage'), ...ids.map(() => 'DeregisterImage')]);
    for (const id of ids) expect(await cleaning.inEc2(id)).toBeUndefined();
  });

  test('is taken back when it is launched after the look at all of them, while EC2 does not show it as disabled yet', async () => {
    const id = await old();
    const run = { ImageId: id, InstanceType: 'm7i.large', MinCount: 1, MaxCount: 1 };
    meanwhile(
      journey,
      (call) => call.action === 'DisableImage' && byCleanup(call),
      () => journey.local.call('ec2', 'RunInstances', home, run),
    );
    const end = await removed(id);
    expect(end).toMatchObject({
      status: 'done',
      counts: { removed: 0, taken_back: 1, failed: 0 },
      removals: [{ id, reasons: [expect.stringContaining('the instance i-')] }],
    });
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });

  test('is taken back when it is tagged to be kept after the look at all of them', async () => {
    const id = await old();
    const tag = { Resources: [id], Tags: [{ Key: tagKeys.keep, Value: 'True' }] };
    meanwhile(
      journey,
      (call) => call.action === 'DisableImage' && byCleanup(call),
      () => journey.local.call('ec2', 'CreateTags', home, tag),
    );
    expect(await removed(id)).toMatchObject({
      counts: { removed: 0, taken_back: 1 },
      removals: [{ reasons: [expect.stringContaining('=True protects it')] }],
    });
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });

  test('is taken back when it is shared after the look at all of them, and shared with the same as before', async () => {
    const id = await old();
    meanwhile(
      journey,
      (call) => call.action === 'DescribeImageReferences' && byCleanup(call),
      () => share(id),
    );
    expect(await removed(id)).toMatchObject({ counts: { removed: 0, taken_back: 1 } });
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
    expect(await sharedWith(id)).toEqual(friends);
  });

  test('is enabled before it is shared again, and loses its mark last: IAM changes nothing that has none', async () => {
    const id = await old();
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    const from = journey.local.calls.length;
    // After the look at all of them, and before it is written down who may launch it.
    meanwhile(
      journey,
      (call) => call.action === 'DescribeImageAttribute' && byCleanup(call),
      () => share(id),
    );
    const count = killFunction(journey, 'spawn-dev-remove-images', {
      when: ({ action }) => action === 'DeleteTags',
      after: true,
    });
    expect(await cleaning.ended(await cleaning.apply(cleanup_id))).toMatchObject({
      status: 'done',
      counts: { removed: 0, taken_back: 1, failed: 0 },
    });
    expect(count.killed).toBe(1);
    expect(callsOf(from).slice(0, 4)).toEqual(['DisableImage', 'EnableImage', 'ModifyImageAttribute', 'DeleteTags']);
    expect(callsOf(from).slice(4)).not.toContain('EnableImage');
    expect([await asBefore(id), await sharedWith(id)]).toEqual([['available', undefined, 'available'], friends]);
  });

  test('stays disabled when it is taken back and somebody else had disabled it', async () => {
    const id = await old();
    await journey.ec2('DisableImage', { ImageId: id });
    await journey.advance(15_000);
    const from = journey.local.calls.length;
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    meanwhile(
      journey,
      (call) => call.action === 'DescribeImageReferences' && byCleanup(call),
      () =>
        journey.local.call('ec2', 'CreateTags', home, { Resources: [id], Tags: [{ Key: tagKeys.keep, Value: 'yes' }] }),
    );
    expect(await cleaning.ended(await cleaning.apply(cleanup_id))).toMatchObject({
      counts: { removed: 0, taken_back: 1 },
    });
    expect(callsOf(from)).toEqual(['DeleteTags']);
    await journey.advance(15_000);
    expect((await cleaning.inEc2(id)).State).toBe('disabled');
  });

  test('is not called removed when EC2 denies that it has it, and is given back as it was', async () => {
    const id = await old();
    denied = (action, principal) => action === 'DeregisterImage' && /remove-images/.test(principal);
    expect(await removed(id)).toMatchObject({
      status: 'done',
      counts: { removed: 0, failed: 1 },
      removals: [{ status: 'failed', reasons: [expect.stringContaining(id)] }],
    });
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });

  test.each([
    ['before EC2 is asked to disable it', 'DescribeImageAttribute'],
    ['after EC2 has disabled it', 'DisableImage'],
  ])('is given back by the next night when the cleanup was stopped %s', async (_, action) => {
    const id = await old();
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    const { execution_arn } = await cleaning.apply(cleanup_id);
    const stopped = meanwhile(
      journey,
      (call) => call.action === action && byCleanup(call),
      () => journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn }),
    );
    await journey.advance(5 * minutes);
    expect([stopped.done, (await cleaning.show(cleanup_id)).status, (await cleaning.inEc2(id)).State]).toEqual([
      true,
      'interrupted',
      'disabled',
    ]);
    await nightly(journey);
    await journey.advance(1 * hours);
    expect((await cleaning.show(cleanup_id)).removals).toMatchObject([
      { id, status: 'taken-back', reasons: ['the cleanup ended before its last check of the image'] },
    ]);
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });

  test('that was disabled by a cleanup which was stopped goes when that cleanup is applied again, after a last look', async () => {
    const id = await old();
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    const { execution_arn } = await cleaning.apply(cleanup_id);
    meanwhile(
      journey,
      (call) => call.action === 'DisableImage' && byCleanup(call),
      () => journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn }),
    );
    await journey.advance(5 * minutes);
    expect(await cleaning.ended(await cleaning.apply(cleanup_id))).toMatchObject({
      status: 'done',
      counts: { removed: 1 },
    });
    expect(await cleaning.inEc2(id)).toBeUndefined();
  });

  test('goes by one execution when its cleanup is applied again before the first has started', async () => {
    const id = await old();
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    const send = () => journey.local.invokeRoute('POST', `/v1/cleanups/${cleanup_id}/apply`, {});
    const { services } = journey.local.world;
    const states = services.get('states')!;
    const started: string[] = [];
    let other: any;
    services.set('states', {
      async call(call) {
        if (call.action === 'StartExecution') {
          started.push((call.input as { name: string }).name);
          other ??= await send();
        }
        return states.call(call);
      },
    });
    const first = await journey.clock.until(send());
    services.set('states', states);
    expect([first.status, other]).toMatchObject([202, { status: 409, body: { name: 'CleanupRunning', cleanup_id } }]);
    expect(await cleaning.ended(first.body)).toMatchObject({ status: 'done', counts: { removed: 1 } });
    expect(started).toEqual([`${cleanup_id}-2`]);
  });

  test('that was disabled by a cleanup which was stopped is enabled in the night when its next start is refused', async () => {
    const id = await old();
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    const { execution_arn } = await cleaning.apply(cleanup_id);
    meanwhile(
      journey,
      (call) => call.action === 'DisableImage' && byCleanup(call),
      () => journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn }),
    );
    await journey.advance(5 * minutes);
    expect((await cleaning.inEc2(id)).State).toBe('disabled');
    const { services } = journey.local.world;
    const states = services.get('states')!;
    refuseCalls(journey, ({ action }) => action === 'StartExecution', 'ExecutionLimitExceeded', 'too many', 'states');
    await cleaning.apply(cleanup_id);
    services.set('states', states);
    await nightly(journey);
    await journey.advance(1 * hours);
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });

  test('is enabled again as soon as a step of its cleanup fails for good', async () => {
    const id = await old();
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    let disabled = false;
    meanwhile(
      journey,
      (call) => call.action === 'DisableImage' && byCleanup(call),
      async () => {
        disabled = true;
      },
    );
    const { services } = journey.local.world;
    const table = services.get('dynamodb')!;
    services.set('dynamodb', {
      call: async (call) =>
        disabled && byCleanup(call)
          ? Promise.reject(Object.assign(new Error('no more'), { code: 'ValidationException', status: 400 }))
          : table.call(call),
    });
    const end = await cleaning.ended(await cleaning.apply(cleanup_id));
    services.set('dynamodb', table);
    expect(end).toMatchObject({ status: 'failed', counts: { removed: 0, taken_back: 1 } });
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });

  /** Lets EC2 do every call of a cleanup that matches, and answer it with an error all the same. */
  const losing = (action: string, code: string, status: number): (() => void) => {
    const { services } = journey.local.world;
    const ec2 = services.get('ec2')!;
    services.set('ec2', {
      call: async (call) => {
        const answer = await ec2.call(call);
        if (call.action === action && byCleanup(call)) throw Object.assign(new Error('no answer'), { code, status });
        return answer;
      },
    });
    return () => void services.set('ec2', ec2);
  };

  test('goes after its last look when EC2 has disabled it and its answer is lost', async () => {
    const id = await old();
    const restore = losing('DisableImage', 'InternalError', 500);
    const end = await removed(id);
    restore();
    expect(end).toMatchObject({ status: 'done', counts: { removed: 1, failed: 0 } });
    expect(await cleaning.inEc2(id)).toBeUndefined();
  });

  test('is not deregistered when EC2 leaves it out of its list and describes it by its id', async () => {
    const id = await old();
    const { services } = journey.local.world;
    const ec2 = services.get('ec2')!;
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    services.set('ec2', {
      call: async (call) => {
        const answer = await ec2.call(call);
        if (call.action !== 'DescribeImages' || !byCleanup(call) || call.input.ImageIds) return answer;
        return { ...answer, Images: answer.Images.filter((image: { ImageId: string }) => image.ImageId !== id) };
      },
    });
    const end = await cleaning.ended(await cleaning.apply(cleanup_id));
    services.set('ec2', ec2);
    expect(end).toMatchObject({ counts: { removed: 0, failed: 1 } });
    expect(await asBefore(id)).toEqual(['available', undefined, 'available']);
  });
});
