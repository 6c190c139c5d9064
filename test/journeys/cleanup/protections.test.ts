import { tagKeys } from '../../../core/tags';
import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { refuseCalls } from '../../kit/refuse-calls';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { onlySweepingEvery } from '../../kit/templates';

const days = 24 * hours;

describe('a cleanup', () => {
  let journey: Journey;
  let cleaning: ReturnType<typeof cleanups>;
  /**
   * Versions 1.0.0 to 8.0.0 of one stack, four weeks old; a channel points to the first, the second is registered as
   * used.
   */
  let images: string[];
  /** The action of EC2 that is denied. */
  let denied: RegExp | undefined;
  /** Whether the cleanup cannot list the images of a second region. */
  let blind = false;
  const oldest = { age_days: 20, stack: 'tool' };
  const snapshotOf = async (id: string): Promise<any> => (await cleaning.inEc2(id)).BlockDeviceMappings[0];
  const snapshotIds = async (): Promise<string[]> =>
    (await journey.ec2('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots.map(({ SnapshotId }: any) => SnapshotId);
  const eventsOf = async (id: string): Promise<string[]> =>
    (await journey.request('GET', `/v1/images/${id}`)).body.events.map(({ action }: any) => action);

  beforeAll(async () => {
    // Four weeks pass at once where nothing runs by the clock.
    journey = await localStack({ edit: onlySweepingEvery(10) });
    cleaning = cleanups(journey);
    const first = (await buildSmall(journey, { version: '1.0.0' })).ami_id;
    images = [first];
    for (const major of [2, 3, 4, 5, 6, 7, 8]) {
      await journey.advance(1 * minutes);
      images.push(await cleaning.published(first, `${major}.0.0`));
    }
    await journey.advance(28 * days);
    await nightly(journey);
    await journey.request('PUT', '/v1/stacks/tool', { cleanup: { grace_minutes: 1 } });
    refuseCalls(
      journey,
      ({ action, principal }) => denied?.test(action) === true && /spawn-dev-/.test(principal.arn),
      'UnauthorizedOperation',
    );
  }, 120_000);

  test('keeps what a channel points to and what is registered as used, with the name of each', async () => {
    const [stable, registered] = images as [string, string];
    expect((await journey.request('POST', `/v1/images/${stable}/promotions`, { channel: 'stable' })).status).toBe(200);
    expect((await journey.request('POST', `/v1/images/${registered}/references`, { name: 'ci-profile' })).status).toBe(
      200,
    );
    const cleanup = await cleaning.plan(oldest);
    expect([cleaning.kept(cleanup, stable), cleaning.kept(cleanup, registered)]).toEqual([
      ['ssm-parameter', 'channel'],
      ['registered'],
    ]);
    const reasons = cleanup.entries
      .filter(({ id }: any) => [stable, registered].includes(id))
      .flatMap((entry: any) => entry.reasons);
    expect(reasons.sort()).toEqual(
      [
        'ci-profile is registered',
        'the channel stable points',
        'the parameter /spawn/dev/channels/tool/x86_64/stable',
      ].map((text) => expect.stringContaining(text)),
    );
    expect(cleaning.goes(cleanup)).toEqual(images.slice(2, 6).sort());
  });

  test.each([['DescribeInstances'], ['DescribeImageReferences'], ['DescribeLaunchTemplateVersions']])(
    'keeps everything while %s is denied, and takes back what was marked before',
    async (action) => {
      const { cleanup_id } = await cleaning.plan({ ...oldest, keep_latest: 5 });
      denied = new RegExp(`^${action}$`);
      const cleanup = await cleaning.plan(oldest);
      const end = await cleaning.ended(await cleaning.apply(cleanup_id));
      denied = undefined;
      expect([cleaning.goes(cleanup), cleaning.kept(cleanup, images[2]!)]).toEqual([[], ['references-unknown']]);
      expect(end).toMatchObject({ status: 'done', counts: { remove: 1, removed: 0, taken_back: 1 } });
      expect(await cleaning.inEc2(images[2]!)).toBeDefined();
    },
  );

  test('plans nothing for a region whose images cannot be listed', async () => {
    denied = /^DescribeImages$/;
    const { code, err } = await spawnIn(journey, ['cleanup-amis', '--stack', 'tool', '--age', '20d', '--yes']);
    denied = undefined;
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/error: us-east-1 could not be checked, so nothing is removed there: PermissionDenied/),
    ]);
  });

  test('is incomplete where a region could not be planned: in the API, in its execution, which alarms, and for the command', async () => {
    const id = await cleaning.published(images[0]!, '0.2.0');
    await journey.advance(15 * days);
    refuseCalls(
      journey,
      ({ action, region, principal }) =>
        blind && action === 'DescribeImages' && region === 'us-west-2' && /plan-cleanup/.test(principal.arn),
      'UnauthorizedOperation',
    );
    blind = true;
    const plan = await cleaning.plan({ ami_ids: [id] });
    const end = await cleaning.ended(await cleaning.apply(plan.cleanup_id));
    blind = false;
    expect(end).toMatchObject({
      status: 'incomplete',
      counts: { removed: 1 },
      failure: {
        name: 'CleanupIncomplete',
        message: expect.stringContaining('nothing was removed in us-west-2 because planning failed'),
      },
    });
    const { status, error, cause } = await journey.clock.until(
      journey.local.call('states', 'DescribeExecution', home, { executionArn: end.execution_arn }),
    );
    expect([status, error, cause]).toEqual(['FAILED', 'CleanupIncomplete', expect.stringContaining('us-west-2')]);
    const { code, err } = await spawnIn(journey, ['cleanup-amis', '--plan', plan.cleanup_id, '--yes']);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(
        `error: ${plan.cleanup_id} is incomplete: nothing was removed in us-west-2 because planning failed`,
      ),
    ]);
  });

  test('counts nothing that somebody else removed since the plan', async () => {
    const id = await cleaning.published(images[0]!, '0.1.0');
    await journey.advance(15 * days);
    const { cleanup_id } = await cleaning.plan({ ami_ids: [id] });
    await journey.ec2('DeregisterImage', { ImageId: id });
    const end = await cleaning.ended(await cleaning.apply(cleanup_id));
    expect(end).toMatchObject({ status: 'done', counts: { remove: 1, removed: 0, taken_back: 1 } });
    expect(end.removals).toMatchObject([
      { id, status: 'taken-back', reasons: ['it was removed outside this cleanup after the plan'] },
    ]);
  });

  test('that ends while it is looked at is not taken for an interrupted one', async () => {
    const { cleanup_id, execution_arn } = await cleaning.start(oldest);
    const { services } = journey.local.world;
    const states = services.get('states')!;
    services.set('states', {
      call: async (call) =>
        call.action === 'DescribeExecution' && call.principal.arn.includes('manage-cleanups')
          ? journey.local.states.ended(execution_arn).then(() => states.call(call))
          : states.call(call),
    });
    const { status, regions } = await cleaning.show(cleanup_id);
    services.set('states', states);
    expect([status, regions.length > 0]).toEqual(['planned', true]);
  });

  test('removes no more than its limit, the oldest first, and goes on with the next when it is applied again', async () => {
    const { code, err } = await spawnIn(journey, [
      'cleanup-amis',
      '--stack',
      'tool',
      '--age',
      '20d',
      '--limit',
      '1',
      '--yes',
    ]);
    const plan = /cln-\S+$/m.exec(err)?.[0] ?? '';
    expect([code, err]).toEqual([0, expect.stringContaining('3 more to remove. To continue:')]);
    expect(await cleaning.show(plan)).toMatchObject({ status: 'done', counts: { remove: 4, removed: 1 } });
    expect([await cleaning.inEc2(images[2]!), (await cleaning.inEc2(images[3]!)).State]).toEqual([
      undefined,
      'available',
    ]);
    const again = await cleaning.ended(await cleaning.apply(plan));
    expect(again).toMatchObject({ status: 'done', counts: { remove: 4, removed: 2 } });
    expect([await cleaning.inEc2(images[3]!), (await cleaning.inEc2(images[4]!)).State]).toEqual([
      undefined,
      'available',
    ]);
  });

  test('that was stopped in the middle is gone on with: what is gone already is only written down, everything once', async () => {
    const [half, next] = images.slice(4, 6) as [string, string];
    const { cleanup_id } = await cleaning.plan(oldest);
    const { execution_arn } = await cleaning.apply(cleanup_id);
    await journey.advance(10_000);
    expect((await cleaning.show(cleanup_id)).removals.map(({ id, status }: any) => [id, status]).sort()).toEqual(
      [
        [half, 'marked'],
        [next, 'marked'],
      ].sort(),
    );
    await journey.clock.until(journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn }));
    const snapshot = (await snapshotOf(half)).Ebs.SnapshotId;
    // As if the execution had ended between EC2 and the record.
    await journey.ec2('DeregisterImage', { ImageId: half });
    expect((await cleaning.show(cleanup_id)).status).toBe('interrupted');
    expect(await cleaning.apply(cleanup_id, { limit: 1 })).toMatchObject({
      name: 'WrongState',
      detail: expect.stringContaining('had marked 2'),
    });
    const { code, out } = await spawnIn(journey, ['cleanup-amis', '--plan', cleanup_id, '--yes', '--limit', '2']);
    expect([code, out]).toEqual([0, expect.stringContaining('2 removed, 0 taken back, 0 failed')]);
    expect([await cleaning.inEc2(next), (await snapshotIds()).includes(snapshot)]).toEqual([undefined, false]);
    for (const id of [half, next])
      expect((await eventsOf(id)).filter((action) => action === 'removed' || action === 'marked')).toEqual([
        'marked',
        'removed',
      ]);
    const calls = journey.local.calls.length;
    expect((await spawnIn(journey, ['cleanup-amis', '--plan', cleanup_id, '--yes'])).code).toBe(0);
    expect(
      journey.local.calls
        .slice(calls)
        .filter(({ action, service }) => service === 'states' && action === 'StartExecution'),
    ).toEqual([]);
  });

  test('of one image by its id leaves a snapshot that another image uses; that goes with the other, which spawn does not manage', async () => {
    const id = images[6]!;
    const {
      DeviceName,
      Ebs: { SnapshotId },
    } = await snapshotOf(id);
    const device = { DeviceName, Ebs: { SnapshotId } };
    const { ImageId: foreign } = await journey.ec2('RegisterImage', {
      Name: 'old-1',
      RootDeviceName: DeviceName,
      BlockDeviceMappings: [device],
    });
    const { ImageId: other } = await journey.ec2('RegisterImage', {
      Name: 'new-1',
      RootDeviceName: DeviceName,
      BlockDeviceMappings: [{ DeviceName, Ebs: { SnapshotId: (await snapshotOf(images[7]!)).Ebs.SnapshotId } }],
    });
    await journey.advance(15 * days);
    expect((await spawnIn(journey, ['ami', 'delete', id, '--yes'])).code).toBe(0);
    expect([await cleaning.inEc2(id), (await snapshotIds()).includes(SnapshotId)]).toEqual([undefined, true]);
    const unmanaged = await cleaning.ended(
      await cleaning.start({ unmanaged: { name: 'old-*' }, age_days: 14, dry_run: false }),
    );
    expect(unmanaged).toMatchObject({ status: 'done', counts: { removed: 1, failed: 0 } });
    expect([
      await cleaning.inEc2(foreign),
      (await cleaning.inEc2(other)).State,
      (await snapshotIds()).includes(SnapshotId),
    ]).toEqual([undefined, 'available', false]);
  });

  test('deletes the record of Image Builder with the last of its images, and never one that is of other images', async () => {
    const {
      DeviceName,
      Ebs: { SnapshotId },
    } = await snapshotOf(images[7]!);
    const made: string[] = [];
    for (const Name of ['built-1', 'built-2', 'built-3'])
      made.push(
        (
          await journey.ec2('RegisterImage', {
            Name,
            RootDeviceName: DeviceName,
            BlockDeviceMappings: [{ DeviceName, Ebs: { SnapshotId } }],
          })
        ).ImageId,
      );
    await journey.advance(1 * minutes);
    const record = journey.local.imageBuilder.built(
      home,
      'web',
      made.slice(0, 2).map((ami_id) => ({ region: home, ami_id })),
    );
    const others = journey.local.imageBuilder.built(home, 'db', [{ region: home, ami_id: 'ami-0123456789abcdef0' }]);
    for (const [at, Value] of [record, record, others].entries())
      await journey.ec2('CreateTags', { Resources: [made[at]], Tags: [{ Key: 'Ec2ImageBuilderArn', Value }] });
    const exists = (arn: string): Promise<boolean> =>
      journey.clock.until(journey.local.call('imagebuilder', 'GetImage', home, { imageBuildVersionArn: arn })).then(
        () => true,
        () => false,
      );
    await journey.advance(15 * days);
    const remove = async (name: string): Promise<any> =>
      cleaning.ended(await cleaning.start({ unmanaged: { name }, age_days: 14, dry_run: false }));
    const first = await remove('built-1');
    expect([first.counts.removed, first.removals[0].reasons, await exists(record)]).toEqual([
      1,
      expect.arrayContaining([expect.stringContaining(`stays: it also belongs to ${made[1]} in ${home}`)]),
      true,
    ]);
    expect([(await remove('built-2')).counts.removed, await exists(record)]).toEqual([1, false]);
    expect([(await remove('built-3')).removals[0].reasons, await exists(others)]).toEqual([
      expect.arrayContaining([expect.stringContaining(`stays: it does not belong to ${made[2]}`)]),
      true,
    ]);
  });

  test('of an image that something protects ends with exit code 4 and all reasons, and changes nothing', async () => {
    await journey.ec2('CreateTags', { Resources: [images[0]], Tags: [{ Key: tagKeys.keep, Value: 'true' }] });
    for (const [id, reason] of [
      [images[0]!, /its tag spawn:keep=true protects it; .*; the channel stable points to it/],
      [images[1]!, /ci-profile is registered as using it/],
    ] as [string, RegExp][]) {
      const { code, err } = await spawnIn(journey, ['ami', 'delete', id!, '--yes']);
      expect([code, err]).toEqual([4, expect.stringContaining(`${id} in ${home} is kept: `)]);
      expect(err).toMatch(reason);
      expect((await cleaning.inEc2(id!)).Tags.map(({ Key }: any) => Key)).not.toContain(tagKeys.cleanupMarked);
    }
    await journey.ec2('DeleteTags', { Resources: [images[0]], Tags: [{ Key: tagKeys.keep }] });
    expect((await spawnIn(journey, ['ami', 'delete', 'ami-0123456789abcdef0', '--yes'])).code).toBe(3);
    expect((await spawnIn(journey, ['cleanup-amis', 'ami-0123456789abcdef0', '--yes'])).code).toBe(3);
  });

  test('starts by itself in the night for a stack whose policy switches it on, and for no other', async () => {
    await journey.request('DELETE', `/v1/images/${images[1]}/references/ci-profile`);
    const before = (await journey.request('GET', '/v1/cleanups')).body.cleanups.length;
    await nightly(journey);
    expect((await journey.request('GET', '/v1/cleanups')).body.cleanups).toHaveLength(before);
    await journey.request('PUT', '/v1/stacks/tool', { cleanup: { enabled: true, keep_latest: 1, unused_days: 20 } });
    await nightly(journey);
    const [started] = (await journey.request('GET', '/v1/cleanups')).body.cleanups;
    expect(await cleaning.ended(started)).toMatchObject({
      request: { kind: 'policy' },
      requested_by: `dev@${home}`,
      status: 'done',
      counts: { removed: 1 },
    });
    expect([
      await cleaning.inEc2(images[1]!),
      (await cleaning.inEc2(images[0]!)).State,
      (await cleaning.inEc2(images[7]!)).State,
    ]).toEqual([undefined, 'available', 'available']);
  });
});
