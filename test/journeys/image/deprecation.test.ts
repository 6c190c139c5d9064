import { tagKeys } from '../../../core/tags';
import { finished, home, hours, localStack, minutes, start, tagOf, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { spawnIn } from '../../kit/spawn-in';
import { buildSmall } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const west = 'us-west-2';

describe('an image that is deprecated', () => {
  let journey: Journey;
  let old: any;
  let newer: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const inEc2 = async (id: string, region = home) =>
    (await journey.ec2('DescribeImages', { ImageIds: [id] }, region)).Images[0];
  const deprecate = (id: string, body: object = {}) => journey.request('POST', `/v1/images/${id}/deprecation`, body);
  const undeprecate = (id: string) => journey.request('DELETE', `/v1/images/${id}/deprecation`);
  const copyOf = (run: any) => run.replicas[0].ami_id as string;
  const launch = async () =>
    (await journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ami: old.ami_id })).body.warnings;

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    old = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    newer = await buildSmall(journey, { version: '2.0.0', regions: [west] });
  }, 240_000);

  test('is so in every region, in our tags, in EC2 and in the catalog, and names the replacement of its region', async () => {
    const { status, body } = await deprecate(old.ami_id, {
      reason: 'Superseded by tool-2.0.0',
      replacement: newer.ami_id,
    });
    expect([status, body.changed, body.gone]).toEqual([200, true, []]);
    expect(body.images.map((image: any) => [image.ami_id, image.deprecated]).sort()).toEqual(
      [
        [old.ami_id, true],
        [copyOf(old), true],
      ].sort(),
    );
    for (const [region, id, replacement] of [
      [home, old.ami_id, newer.ami_id],
      [west, copyOf(old), copyOf(newer)],
    ] as const) {
      const { Tags, DeprecationTime } = await inEc2(id, region);
      expect(
        Object.fromEntries(
          [tagKeys.deprecated, tagKeys.replacement, tagKeys.deprecationReason].map((key) => [key, tagOf(Tags, key)]),
        ),
      ).toEqual({
        [tagKeys.deprecated]: 'true',
        [tagKeys.replacement]: replacement,
        [tagKeys.deprecationReason]: 'Superseded by tool-2.0.0',
      });
      expect(Math.abs(Date.parse(tagOf(Tags, tagKeys.deprecatedDate)!) - journey.clock.now())).toBeLessThan(minutes);
      expect(Date.parse(DeprecationTime) - journey.clock.now()).toBeLessThanOrEqual(6 * minutes);
      expect(await show(id)).toMatchObject({ deprecated: true, tags: { [tagKeys.replacement]: replacement } });
    }
    expect((await show(old.ami_id)).events.map((event: any) => event.action)).toContain('deprecated');
  });

  test('asked for again is left alone, and another reason is told without a new date', async () => {
    const before = (await show(old.ami_id)).tags[tagKeys.deprecatedDate];
    const calls = journey.local.calls.length;
    expect(
      (await deprecate(old.ami_id, { reason: 'Superseded by tool-2.0.0', replacement: newer.ami_id })).body.changed,
    ).toBe(false);
    expect(
      journey.local.calls
        .slice(calls)
        .filter(({ service, action }) => service === 'ec2' && !action.startsWith('Describe')),
    ).toEqual([]);
    expect((await deprecate(old.ami_id, { reason: 'CVE-2026-1' })).body.changed).toBe(true);
    expect((await show(old.ami_id)).tags).toMatchObject({
      [tagKeys.deprecatedDate]: before,
      [tagKeys.deprecationReason]: 'CVE-2026-1',
    });
  });

  test('is not found by its stack any more, and a launch of it warns', async () => {
    expect((await journey.request('GET', '/v1/images/resolve?stack=tool&version=1.x')).status).toBe(404);
    expect((await launch())[0]).toMatch(/is deprecated: CVE-2026-1/);
  });

  test('may be refused: itself as its replacement, one that is deprecated, one that is not there, a reason that no tag can hold', async () => {
    for (const [body, status, name] of [
      [{ replacement: newer.ami_id }, 400, 'InvalidRequest'],
      [{ replacement: copyOf(newer) }, 400, 'InvalidRequest'],
      [{ replacement: old.ami_id }, 409, 'ImageDeprecated'],
      [{ replacement: 'ami-0123456789abcdef0' }, 404, 'ImageNotFound'],
      [{ reason: 'x'.repeat(257) }, 400, 'InvalidRequest'],
      [{ at: new Date(start - hours).toISOString() }, 400, 'InvalidRequest'],
      [{ at: new Date(start + 11 * 366 * 24 * hours).toISOString() }, 400, 'InvalidRequest'],
      [{ at: 'soon' }, 400, 'InvalidRequest'],
    ] as const) {
      const answer = await deprecate(newer.ami_id, body);
      expect([answer.status, answer.body.name]).toEqual([status, name]);
    }
    expect((await deprecate('ami-0123456789abcdef0')).status).toBe(404);
    expect(await show(newer.ami_id)).toMatchObject({ deprecated: false, tags: { [tagKeys.latest]: 'true' } });
  });

  test('comes back when that is undone: no tag and no time are left', async () => {
    expect((await undeprecate(old.ami_id)).body.changed).toBe(true);
    for (const [region, id] of [
      [home, old.ami_id],
      [west, copyOf(old)],
    ] as const) {
      const { Tags, DeprecationTime } = await inEc2(id, region);
      expect(DeprecationTime).toBeUndefined();
      expect(
        Tags.map(({ Key }: { Key: string }) => Key).filter((key: string) => /deprecat|replacement/.test(key)),
      ).toEqual([]);
      expect((await show(id)).deprecated).toBe(false);
    }
    expect((await undeprecate(old.ami_id)).body.changed).toBe(false);
    expect(await launch()).toEqual([]);
  });

  test('hands on spawn:latest in every region, and takes it back', async () => {
    const latest = async () =>
      Promise.all(
        [old.ami_id, newer.ami_id, copyOf(old), copyOf(newer)].map(
          async (id) => (await show(id)).tags[tagKeys.latest] === 'true',
        ),
      );
    expect(await latest()).toEqual([false, true, false, true]);
    await deprecate(newer.ami_id);
    expect(await latest()).toEqual([true, false, true, false]);
    expect(tagOf((await inEc2(copyOf(old), west)).Tags, tagKeys.latest)).toBe('true');
    await undeprecate(copyOf(newer));
    expect(await latest()).toEqual([false, true, false, true]);
  });

  test('in one region is not so in the others', async () => {
    expect((await deprecate(old.ami_id, { region: west })).body.images.map((image: any) => image.ami_id)).toEqual([
      copyOf(old),
    ]);
    expect([(await show(old.ami_id)).deprecated, (await show(copyOf(old))).deprecated]).toEqual([false, true]);
    await undeprecate(old.ami_id);
  });

  test('later counts as deprecated from its date on, and the night marks it and moves spawn:latest', async () => {
    const at = new Date(journey.clock.now() + 3 * hours).toISOString();
    expect((await deprecate(newer.ami_id, { at, reason: 'planned' })).body.images[0].deprecated).toBe(false);
    const planned = await inEc2(newer.ami_id);
    expect([tagOf(planned.Tags, tagKeys.deprecated), tagOf(planned.Tags, tagKeys.deprecatedDate)]).toEqual([
      undefined,
      `${at.slice(0, 19)}Z`,
    ]);
    expect(Math.abs(Date.parse(planned.DeprecationTime) - Date.parse(at))).toBeLessThanOrEqual(minutes);
    await nightly(journey);
    expect((await show(newer.ami_id)).deprecated).toBe(false);
    await journey.advance(4 * hours);
    await nightly(journey);
    expect([(await show(newer.ami_id)).deprecated, (await show(copyOf(newer))).deprecated]).toEqual([true, true]);
    expect(tagOf((await inEc2(newer.ami_id)).Tags, tagKeys.deprecated)).toBe('true');
    expect([(await show(old.ami_id)).tags[tagKeys.latest], (await show(copyOf(old))).tags[tagKeys.latest]]).toEqual([
      'true',
      'true',
    ]);
    await undeprecate(newer.ami_id);
  }, 60_000);

  test('is so in a region too that it was being copied to', async () => {
    const { body } = await journey.request('POST', `/v1/images/${newer.ami_id}/replicas`, { regions: ['eu-west-1'] });
    await journey.advance(1 * minutes);
    await deprecate(newer.ami_id, { reason: 'CVE-2026-2' });
    const [{ ami_id: late }] = (await finished(journey, body.operation_id)).replicas;
    expect(await show(late)).toMatchObject({
      deprecated: true,
      tags: { [tagKeys.deprecated]: 'true', [tagKeys.deprecationReason]: 'CVE-2026-2' },
    });
    expect((await inEc2(late, 'eu-west-1')).DeprecationTime).toBeDefined();
    await undeprecate(newer.ami_id);
    expect((await show(late)).deprecated).toBe(false);
  }, 60_000);

  test('and has lost a copy outside spawn is deprecated all the same, and the catalog learns of it', async () => {
    await journey.ec2('DeregisterImage', { ImageId: copyOf(old) }, west);
    const { body } = await deprecate(old.ami_id);
    expect([body.changed, body.gone]).toEqual([true, [{ ami_id: copyOf(old), region: west }]]);
    expect(await show(copyOf(old))).toMatchObject({ state: 'vanished' });
    expect((await deprecate(copyOf(old))).status).toBe(404);
  });

  test('is an operator’s doing alone', async () => {
    const credentials = journey.local.person('launcher', ['spawn-dev-launcher-us-east-1']);
    expect((await journey.request('POST', `/v1/images/${newer.ami_id}/deprecation`, {}, { credentials })).status).toBe(
      403,
    );
  });
});

describe('a recipe with deprecate_after', () => {
  test('dates the deprecation of image and copy in EC2 from publication on, and the night carries it out', async () => {
    const journey = await localStack({ edit: sweepingEvery(10) });
    const run = await buildSmall(journey, { deprecate_after: '1d', regions: [west] });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    const show = async (): Promise<any> => (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    const { creation_date: created, deprecated } = await show();
    expect(deprecated).toBe(false);
    for (const [region, id] of [
      [home, run.ami_id],
      [west, run.replicas[0].ami_id],
    ]) {
      const { DeprecationTime } = (await journey.ec2('DescribeImages', { ImageIds: [id] }, region)).Images[0];
      expect(Math.abs(Date.parse(DeprecationTime) - Date.parse(created) - 24 * hours)).toBeLessThan(2 * minutes);
    }
    await journey.advance(25 * hours);
    await nightly(journey);
    expect(await show()).toMatchObject({
      deprecated: true,
      tags: { [tagKeys.deprecationReason]: 'its recipe deprecates it after 1d' },
    });
  });

  test('wins over the date that the policy of the stack sets for all other images', async () => {
    const journey = await localStack();
    const sent = await spawnIn(journey, ['stack', 'set', 'tool', '--deprecation-date-after', '30d', '-y']);
    expect(sent).toMatchObject({ code: 0 });
    const daysOf = async (changes: object): Promise<number> => {
      const { ami_id } = await buildSmall(journey, changes as Record<string, unknown>);
      const { tags, creation_date } = (await journey.request('GET', `/v1/images/${ami_id}`)).body;
      return Math.round((Date.parse(tags[tagKeys.deprecatedDate]) - Date.parse(creation_date)) / (24 * hours));
    };
    expect(await daysOf({ version: '1.0.0' })).toBe(30);
    expect(await daysOf({ version: '2.0.0', deprecate_after: '7d' })).toBe(7);
  });
});
