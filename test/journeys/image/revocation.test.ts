import { tagKeys } from '../../../core/tags';
import { home, hours, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { loseAnswers } from '../../kit/lost-answers';
import { nightly } from '../../kit/nightly';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const west = 'us-west-2';
const friend = '210987654321';
const ids = (images: any[]) => images.map(({ ami_id }) => ami_id).sort();

describe('an image that is revoked', () => {
  let journey: Journey;
  let old: any;
  let newer: any;
  let child: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const inEc2 = async (id: string, region = home) =>
    (await journey.ec2('DescribeImages', { ImageIds: [id], IncludeDisabled: true }, region)).Images[0];
  const sharedWith = async (id: string) =>
    (await journey.ec2('DescribeImageAttribute', { ImageId: id, Attribute: 'launchPermission' })).LaunchPermissions;
  /** EC2 shows a little later that an image is disabled or enabled. */
  const settled = async <Answer>(answer: Promise<Answer>): Promise<Answer> =>
    answer.finally(() => journey.advance(10_000));
  const revoke = (id: string, body: object = {}, more?: Parameters<Journey['request']>[3]) =>
    settled(journey.request('POST', `/v1/images/${id}/revocation`, { reason: 'CVE-2026-1', ...body }, more));
  const restore = (id: string, query = '') => settled(journey.request('DELETE', `/v1/images/${id}/revocation${query}`));
  const copyOf = (run: any) => run.replicas[0].ami_id as string;

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    old = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    newer = await buildSmall(journey, { version: '2.0.0' });
    child = await buildSmall(journey, { stack: 'child', base: old.ami_id });
    await journey.ec2('ModifyImageAttribute', { ImageId: old.ami_id, LaunchPermission: { Add: [{ UserId: friend }] } });
  }, 240_000);

  test('is disabled in every region, says why, remembers whom it was shared with, and names what was built on it', async () => {
    const { status, body } = await revoke(old.ami_id);
    expect([status, body.changed, ids(body.images)]).toEqual([200, true, [old.ami_id, copyOf(old)].sort()]);
    expect(body.descendants).toMatchObject([{ ami_id: child.ami_id, revoked: false }]);
    expect(body.warnings[0]).toContain(child.ami_id);
    for (const [region, id] of [
      [home, old.ami_id],
      [west, copyOf(old)],
    ] as const) {
      const { State, Tags } = await inEc2(id, region);
      expect([State, tagOf(Tags, tagKeys.revoked), tagOf(Tags, tagKeys.revocationReason)]).toEqual([
        'disabled',
        'true',
        'CVE-2026-1',
      ]);
      expect(await show(id)).toMatchObject({ state: 'disabled', revocation: { reason: 'CVE-2026-1' } });
    }
    expect([await sharedWith(old.ami_id), (await show(old.ami_id)).revocation.launch_permissions]).toEqual([
      [],
      [{ user_id: friend }],
    ]);
    expect((await show(old.ami_id)).events.at(-1)).toMatchObject({ action: 'revoked', detail: 'CVE-2026-1' });
  });

  test('is refused by launch, resolve, test, replication and build, each with the reason', async () => {
    for (const [method, path, body] of [
      ['POST', '/v1/instances', { instance_type: 'm7i.large', ami: old.ami_id }],
      ['GET', '/v1/images/resolve?stack=tool&version=1.x', undefined],
      ['POST', `/v1/images/${old.ami_id}/tests`, { script: 'true' }],
      ['POST', `/v1/images/${old.ami_id}/replicas`, { regions: [west] }],
      ['POST', '/v1/builds', { recipe: smallRecipe({ stack: 'other', base: old.ami_id }) }],
      ['POST', '/v1/builds', { recipe: smallRecipe({ stack: 'other', base: 'stack:tool@1.x' }) }],
    ] as const) {
      const answer = await journey.request(method, path, body);
      expect([path, answer.status, answer.body.name, answer.body.detail]).toEqual([
        path,
        409,
        'ImageRevoked',
        expect.stringContaining('CVE-2026-1'),
      ]);
    }
  });

  test('and asked for again is left alone; with its descendants these are revoked too', async () => {
    const calls = journey.local.calls.length;
    expect((await revoke(old.ami_id)).body.changed).toBe(false);
    expect(
      journey.local.calls
        .slice(calls)
        .filter(({ service, action }) => service === 'ec2' && !action.startsWith('Describe')),
    ).toEqual([]);
    const { body } = await revoke(old.ami_id, { descendants: true });
    expect([body.changed, body.descendants[0].revoked, body.warnings]).toEqual([true, true, []]);
    expect((await inEc2(child.ami_id)).State).toBe('disabled');
    expect((await journey.request('GET', `/v1/images/${old.ami_id}/descendants`)).body.descendants).toMatchObject([
      { ami_id: child.ami_id, revoked: true },
    ]);
  });

  test('comes back as it was and shared as it was, and what was built on it stays revoked', async () => {
    await nightly(journey);
    expect((await restore(old.ami_id)).body.changed).toBe(true);
    expect(await sharedWith(old.ami_id)).toEqual([{ UserId: friend }]);
    const { State, Tags } = await inEc2(copyOf(old), west);
    expect([State, Tags.filter(({ Key }: { Key: string }) => /revo/.test(Key))]).toEqual(['available', []]);
    expect(await show(old.ami_id)).toMatchObject({ state: 'available' });
    expect((await show(old.ami_id)).revocation).toBeUndefined();
    expect((await restore(old.ami_id)).body.changed).toBe(false);
    expect((await show(child.ami_id)).state).toBe('disabled');
    expect((await journey.request('GET', `/v1/images/${child.ami_id}/provenance`)).body).toMatchObject({
      verdict: 'verified',
      notes: [expect.stringContaining('is revoked: CVE-2026-1')],
    });
  });

  test('comes back with what was revoked with it where that is asked for, and never with what was revoked by itself', async () => {
    const again = () => restore(old.ami_id, '?descendants=true');
    expect((await restore(old.ami_id)).body.warnings).toEqual([
      expect.stringMatching(
        /^built on tool-1\.0\.0.* and still revoked: child-.*; use --descendants to restore those that were revoked with it$/,
      ),
    ]);
    expect((await again()).body).toMatchObject({
      changed: true,
      descendants: [{ ami_id: child.ami_id, revoked: false }],
      warnings: [],
    });
    expect((await inEc2(child.ami_id)).State).toBe('available');
    await revoke(child.ami_id, { reason: 'its own' });
    await revoke(old.ami_id, { descendants: true });
    expect((await again()).body).toMatchObject({
      changed: true,
      descendants: [{ revoked: true }],
      warnings: [expect.stringContaining('restore each one separately')],
    });
    await restore(child.ami_id);
  });

  test.each(['DisableImage', 'CreateTags', 'EnableImage', 'ModifyImageAttribute', 'DeleteTags'])(
    'is so, and shared again after a restore, whatever answer of %s is lost',
    async (action) => {
      const lost = loseAnswers(journey, action, 3);
      const untilDone = async (ask: () => ReturnType<typeof restore>) => {
        for (let tries = 0; (await ask()).status !== 200; tries += 1) expect(tries).toBe(0);
      };
      await untilDone(() => revoke(old.ami_id, { region: home }));
      expect((await inEc2(old.ami_id)).State).toBe('disabled');
      await untilDone(() => restore(old.ami_id));
      expect(lost.lost).toBeGreaterThan(0);
      expect([
        (await inEc2(old.ami_id)).State,
        await sharedWith(old.ami_id),
        (await show(old.ami_id)).revocation,
      ]).toEqual(['available', [{ UserId: friend }], undefined]);
    },
  );

  test('hands on spawn:latest', async () => {
    await revoke(newer.ami_id);
    expect((await show(old.ami_id)).tags[tagKeys.latest]).toBe('true');
    await restore(newer.ami_id);
    expect((await show(newer.ami_id)).tags[tagKeys.latest]).toBe('true');
  });

  test('needs a reason, an image that is there, and an operator', async () => {
    expect((await revoke(old.ami_id, { reason: '' })).body).toMatchObject({ status: 400, name: 'InvalidRequest' });
    expect((await revoke('ami-0123456789abcdef0')).status).toBe(404);
    expect(
      (
        await revoke(
          old.ami_id,
          {},
          { credentials: journey.local.person('launcher', ['spawn-dev-launcher-us-east-1']) },
        )
      ).status,
    ).toBe(403);
  });

  test('The time of a deprecation stands in EC2 on a copy that is made later, and a time that EC2 does not take is refused by name', async () => {
    const at = new Date(journey.clock.now() + 240 * hours).toISOString();
    await journey.request('POST', `/v1/images/${newer.ami_id}/deprecation`, { at });
    const { body } = await journey.request('POST', `/v1/images/${newer.ami_id}/replicas`, { regions: [west] });
    await journey.clock.until(journey.local.states.ended(body.execution_arn));
    const [copy] = (await show(newer.ami_id)).replicas;
    expect(Math.abs(Date.parse((await inEc2(copy.ami_id, west)).DeprecationTime) - Date.parse(at))).toBeLessThanOrEqual(
      minutes,
    );
    await journey.request('DELETE', `/v1/images/${newer.ami_id}/deprecation`);
    await journey.ec2('ModifyImageAttribute', { ImageId: child.ami_id, LaunchPermission: { Add: [{ Group: 'all' }] } });
    const refused = await journey.request('POST', `/v1/images/${child.ami_id}/deprecation`, {
      at: new Date(journey.clock.now() + 3 * 366 * 24 * hours).toISOString(),
    });
    expect(refused.body).toMatchObject({ status: 400, name: 'InvalidRequest' });
  });

  test('The last usable one is deprecated with a warning', async () => {
    expect((await journey.request('POST', `/v1/images/${child.ami_id}/deprecation`, {})).body.warnings[0]).toContain(
      'no usable image of child',
    );
  });

  test('The night deprecates the release before a newer one by the policy of its stack, and keeps the last one', async () => {
    await journey.request('PUT', '/v1/stacks/tool', { supersede_grace_days: 0, deprecate_after_days: 1 });
    await journey.advance(25 * hours);
    await nightly(journey);
    expect((await show(copyOf(old))).tags).toMatchObject({
      [tagKeys.deprecated]: 'true',
      [tagKeys.deprecationReason]: expect.stringContaining('Superseded by tool-2.0.0'),
      [tagKeys.replacement]: (await show(newer.ami_id)).replicas[0].ami_id,
    });
    const { output } = await nightly(journey);
    expect((await show(newer.ami_id)).deprecated).toBe(false);
    expect(JSON.parse(output).status).toBe('complete');
  });
});
