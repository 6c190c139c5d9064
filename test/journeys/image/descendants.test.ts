import { tagKeys } from '../../../core/tags';
import { hours, localStack, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { sweepingEvery } from '../../kit/templates';

const west = 'us-west-2';

describe('images that were built on an image', () => {
  let journey: Journey;
  let parent: any;
  let other: any;
  let child: any;
  let grandchild: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const deprecated = async () =>
    Promise.all(
      [parent.ami_id, parent.replicas[0].ami_id, child.ami_id, child.replicas[0].ami_id, grandchild.ami_id].map(
        async (id) => (await show(id)).deprecated,
      ),
    );
  const deprecationIn = async (id: string, region?: string) =>
    (await journey.ec2('DescribeImages', { ImageIds: [id] }, region)).Images[0].DeprecationTime;
  const health = async (id: string) =>
    (await journey.request('POST', '/v1/health', { ami: id })).body.images[0] as { level: string; messages: string[] };

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    parent = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    other = await buildSmall(journey, { version: '2.0.0' });
    child = await buildSmall(journey, { stack: 'child', base: parent.ami_id, regions: [west] });
    grandchild = await buildSmall(journey, { stack: 'grandchild', base: child.ami_id });
  }, 300_000);

  test('stay when it is deprecated alone, and their health names it', async () => {
    await spawnIn(journey, ['deprecate-ami', parent.ami_id, '--reason', 'too old', '--yes']);
    expect(await deprecated()).toEqual([true, true, false, false, false]);
    const [ofChild, ofGrandchild] = [await health(child.ami_id), await health(grandchild.ami_id)];
    expect(ofChild.messages).toContain(
      `parent image ${(await show(parent.ami_id)).name} (${parent.ami_id}) is deprecated: too old - rebuild recommended`,
    );
    expect(ofGrandchild.messages.join()).toMatch(/earlier parent image tool-1\.0\.0.* is deprecated: too old/);
    expect([ofChild.level, ofGrandchild.level]).not.toContain('healthy');
    await spawnIn(journey, ['ami', 'undeprecate', parent.ami_id]);
    expect((await health(child.ami_id)).messages.join()).not.toContain('parent image');
  });

  test('are listed before they are deprecated with it, and nothing changes without a yes', async () => {
    const { code, err } = await spawnIn(journey, ['deprecate-ami', parent.ami_id, '--descendants']);
    expect(code).toBe(1);
    for (const { ami_id } of [child, child.replicas[0], grandchild]) expect(err).toContain(ami_id);
    expect(await deprecated()).toEqual([false, false, false, false, false]);
  });

  test('are in a dry run with who uses them, and nothing changes', async () => {
    const run = async (...words: string[]): Promise<any> =>
      JSON.parse((await spawnIn(journey, ['deprecate-ami', parent.ami_id, '--dry-run', '-o', 'json', ...words])).out);
    const built = [child.ami_id, child.replicas[0].ami_id, grandchild.ami_id].sort();
    const idsOf = ({ images }: any, descendant: boolean): string[] =>
      images
        .filter((each: any) => (each.descendant ?? false) === descendant)
        .map(({ ami_id }: any) => ami_id)
        .sort();
    const own = [parent.ami_id, parent.replicas[0].ami_id].sort();
    const [alone, all] = [await run(), await run('--descendants')];
    expect([idsOf(alone, false), idsOf(alone, true)]).toEqual([own, []]);
    expect([idsOf(all, false), idsOf(all, true)]).toEqual([own, built]);
    expect(await deprecated()).toEqual([false, false, false, false, false]);
  });

  test('are deprecated with it in every region and in EC2, without its replacement, and say why', async () => {
    const { code, out, err } = await spawnIn(journey, [
      ...['deprecate-ami', parent.ami_id, '--descendants', '--replacement', other.ami_id, '--yes', '-o', 'json'],
    ]);
    expect([code, JSON.parse(out).changed]).toEqual([0, true]);
    expect(err).toContain('no usable image of child');
    expect(await deprecated()).toEqual([true, true, true, true, true]);
    expect(await deprecationIn(grandchild.ami_id)).toBeDefined();
    expect(await deprecationIn(child.replicas[0].ami_id, west)).toBeDefined();
    const { tags, deprecated_because_of } = await show(grandchild.ami_id);
    expect([tags[tagKeys.replacement], tags[tagKeys.deprecationReason], deprecated_because_of]).toEqual([
      undefined,
      expect.stringMatching(/^built on tool-1\.0\.0.*, which is deprecated$/),
      parent.ami_id,
    ]);
    expect((await show(parent.ami_id)).tags[tagKeys.replacement]).toBe(other.ami_id);
  });

  test('come back with it where that is asked for', async () => {
    await spawnIn(journey, ['ami', 'undeprecate', parent.ami_id]);
    expect(await deprecated()).toEqual([false, false, true, true, true]);
    await spawnIn(journey, ['ami', 'undeprecate', parent.ami_id, '--descendants']);
    expect(await deprecated()).toEqual([false, false, false, false, false]);
    expect(await deprecationIn(grandchild.ami_id)).toBeUndefined();
  });

  test('keep a deprecation of their own', async () => {
    await journey.request('POST', `/v1/images/${child.ami_id}/deprecation`, { reason: 'its own' });
    const at = new Date(journey.clock.now() + 2 * hours).toISOString();
    await journey.request('POST', `/v1/images/${parent.ami_id}/deprecation`, { at, reason: 'r', descendants: true });
    expect((await show(child.ami_id)).tags[tagKeys.deprecationReason]).toBe('its own');
    expect((await show(grandchild.ami_id)).tags[tagKeys.deprecatedDate]).toBe(`${at.slice(0, 19)}Z`);
    await journey.request('DELETE', `/v1/images/${parent.ami_id}/deprecation?descendants=true`);
    expect([
      (await show(child.ami_id)).deprecated,
      (await show(grandchild.ami_id)).tags[tagKeys.deprecatedDate],
    ]).toEqual([true, undefined]);
  });

  test('are critical when it is revoked', async () => {
    await journey.request('POST', `/v1/images/${parent.ami_id}/revocation`, { reason: 'CVE-2026-1' });
    await journey.advance(10_000);
    const { level, messages } = await health(grandchild.ami_id);
    expect([level, messages.join()]).toEqual(['critical', expect.stringContaining('is revoked: CVE-2026-1')]);
  });
});
