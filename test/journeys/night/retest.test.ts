import { tagKeys } from '../../../core/tags';
import { hours, leftovers, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { buildSmall, script } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

// A certificate in the image, say, that is valid for a day and a half.
const expires = Math.floor(Date.parse('2026-01-15T22:00:00Z') / 1000);

describe('the image that a channel points to', () => {
  let journey: Journey;
  let built: any;
  const heard: any[] = [];
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const tests = async () => (await show(built.ami_id)).tests;
  const retests = async () => (await nightReport(journey)).steps.retests;
  const set = (stack: string, body: object) => journey.request('PUT', `/v1/stacks/${stack}`, body);
  const channel = async () => (await journey.request('GET', '/v1/channels?stack=aging')).body.channels[0];
  beforeAll(async () => {
    // Nothing is dropped; this is where every event passes.
    journey = await localStack({ edit: sweepingEvery(10), events: { dropEvents: (event) => heard.push(event) < 0 } });
    const test = { run: script(`test "$(date +%s)" -lt ${expires}`), timeout: '5m', instance_types: ['m7i.large'] };
    built = await buildSmall(journey, { stack: 'aging', test });
    await buildSmall(journey, { stack: 'aging', version: '1.1.0', test });
    await journey.request('POST', `/v1/images/${built.ami_id}/promotions`, { channel: 'stable' });
  }, 240_000);

  test('is not tested again without a policy, nor before its time', async () => {
    expect(await retests()).toEqual({ started: 0, later: 0, failing: 0, untestable: 0, lines: [] });
    expect((await set('aging', { retest_days: 1 })).body.policy).toMatchObject({ retest_days: 1 });
    await journey.advance(22 * hours);
    expect(await retests()).toMatchObject({ started: 0, failing: 0 });
    expect(await tests()).toHaveLength(1);
  });

  test('is tested again after its time with the test of its recipe, on an instance with a deadline, and once', async () => {
    await journey.advance(2 * hours);
    const { started, lines } = await retests();
    expect(started).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^aging-1\.0\.0.*to which stable of aging x86_64 points, is tested again as op-/),
    ]);
    expect(await retests()).toMatchObject({ started: 0 });
    await journey.advance(2 * minutes);
    const { Reservations } = await journey.ec2('DescribeInstances', {
      Filters: [{ Name: `tag:${tagKeys.purpose}`, Values: ['ami-test'] }],
    });
    const own = Reservations.flatMap(({ Instances }: any) => Instances).at(-1);
    expect(Date.parse(tagOf(own.Tags, tagKeys.ttlDeadline) ?? '')).toBeGreaterThan(journey.clock.now());
    await journey.advance(hours);
    expect((await tests()).map(({ verdict }: any) => verdict)).toEqual(['passed', 'passed']);
    expect(await leftovers(journey)).toEqual([]);
    expect((await show(built.ami_id)).lifecycle).toBe('published');
  });

  test('stays published and its channel stays when it fails, which report, health and an event say; nothing is left', async () => {
    await journey.advance(24 * hours);
    const { started, lines } = await retests();
    expect(started).toBe(1);
    const id = /op-\w+/.exec(lines[0])![0];
    await journey.advance(hours);
    expect((await tests()).at(-1)).toMatchObject({ build_id: id, verdict: 'failed', exit_code: 1 });
    expect(heard.filter((event) => event['detail-type'] === 'Run Failed').map(({ detail }) => detail)).toMatchObject([
      { build_id: id, ami_id: built.ami_id, stack: 'aging', failure: { name: 'TestFailed' } },
    ]);
    const report = await nightReport(journey);
    expect(report.steps.retests).toMatchObject({
      started: 0,
      failing: 1,
      lines: [expect.stringContaining(`did not pass its last test on m7i.large (failed, ${id})`)],
    });
    expect(report.text).toContain('Tests of channels:\n  - 1 failing');
    expect((await show(built.ami_id)).health).toMatchObject({
      level: 'critical',
      messages: expect.arrayContaining([`last test failed on m7i.large (${id})`]),
    });
    expect((await show(built.ami_id)).lifecycle).toBe('published');
    expect((await channel()).release).toBe(built.ami_id);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('is not tested when no recipe with a test made it, which the report says', async () => {
    const plain = await buildSmall(journey, { stack: 'plain', test: undefined });
    await journey.request('POST', `/v1/images/${plain.ami_id}/promotions`, { channel: 'stable' });
    await set('plain', { retest_days: 1 });
    await set('aging', { retest_days: 'never' });
    await journey.advance(24 * hours);
    expect(await retests()).toMatchObject({
      started: 0,
      untestable: 1,
      lines: [expect.stringContaining('cannot be tested again: no recipe with a test made it')],
    });
  });
});
