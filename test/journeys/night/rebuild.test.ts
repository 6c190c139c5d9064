import { hours, localStack, minutes, type Journey } from '../../kit/journey';
import { newerBase, nightReport, publishBase } from '../../kit/nightly';
import { buildSmall, script, smallRecipe, startSmall } from '../../kit/small-recipe';
import { sweepingEvery } from '../../kit/templates';

const hourly = { cron: '0 0/1 * * ? *', time_zone: 'UTC' };
const onNewBase = { rebuild: 'on-new-base' };

describe('stacks whose recipes ask for it', () => {
  let journey: Journey;
  const builds = async (stack: string) =>
    (await journey.request('GET', '/v1/builds')).body.builds.filter((run: any) => run.stack === stack);
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const report = async () => (await journey.request('GET', '/v1/nightly/latest')).body;
  const night = async () => (await nightReport(journey)).steps.rebuilds;
  let root: any;

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    root = await buildSmall(journey, { stack: 'root', ...onNewBase });
    await buildSmall(journey, { stack: 'leaf', base: 'stack:root@1.x', ...onNewBase });
    await buildSmall(journey, { stack: 'still' });
  }, 240_000);

  test('have the system of what they are built on, whatever that is called', async () => {
    expect((await journey.request('GET', '/v1/images?stack=leaf')).body.images).toMatchObject([{ base_os: 'al2023' }]);
  });

  test('are left alone while nothing is newer', async () => {
    expect(await night()).toEqual({ started: 0, paused: 0, lines: [] });
  });

  test('are built again on a newer base, the parent first, the child when the parent is published', async () => {
    publishBase(journey, await newerBase(journey, (await show(root.ami_id)).base_ami));
    const { started, lines } = await night();
    expect(started).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(/^root \(x86_64\) is being rebuilt: newer base \(ami-\w+, built on ami-\w+\), as bld-/),
      'leaf (x86_64) waits for the rebuild of its base root',
    ]);
    expect((await report()).text).toContain('Rebuilt:\n  - 1 started\n  - root (x86_64) is being rebuilt');
    await journey.advance(2 * hours);
    const [newRoot, oldRoot] = await builds('root');
    expect([newRoot.status, newRoot.requested_by, newRoot.version, oldRoot.build_id]).toEqual([
      'succeeded',
      'night',
      '1.0.0',
      root.build_id,
    ]);
    expect(newRoot.image_name).not.toBe(oldRoot.image_name);
    const [newLeaf, oldLeaf] = await builds('leaf');
    expect([newLeaf.status, (await show(newLeaf.ami_id)).base_ami, (await show(oldLeaf.ami_id)).base_ami]).toEqual([
      'succeeded',
      newRoot.ami_id,
      root.ami_id,
    ]);
    expect(await builds('still')).toHaveLength(1);
    expect(await night()).toEqual({ started: 0, paused: 0, lines: [] });
  }, 120_000);

  test('are paused after three failures in a row, told of every night, and go on when somebody resumes them', async () => {
    const until = Math.floor(journey.clock.now() / 1000) + 1800;
    await buildSmall(journey, {
      stack: 'flaky',
      rebuild: hourly,
      provision: [{ name: 'install', run: script('echo tool >/opt/tool', `test "$(date +%s)" -lt ${until}`) }],
    });
    await journey.advance(30 * minutes);
    for (let tries = 1; tries <= 3; tries += 1) {
      await journey.advance(hours);
      const [newest, ...before] = await builds('flaky');
      expect([newest.status, before.length]).toEqual(['failed', tries]);
    }
    await journey.advance(2 * hours);
    expect(await builds('flaky')).toHaveLength(4);
    const { paused, lines, started } = await night();
    expect([paused, started, lines]).toEqual([
      1,
      0,
      [
        expect.stringMatching(
          /^flaky \(x86_64\) paused: failed 3 times in a row \(ScriptFailed: .*\); fix the recipe and build a new version, or run spawn stack resume flaky$/,
        ),
      ],
    ]);
    const failed = async () => (await journey.request('GET', '/v1/stacks/flaky')).body.failed_rebuilds;
    expect(await failed()).toEqual([
      { variant: 'x86_64', failures: 3, paused: true, reason: expect.stringContaining('ScriptFailed') },
    ]);
    expect((await journey.request('POST', '/v1/stacks/flaky/resume', {})).body).toMatchObject({
      stack: 'flaky',
      resumed: ['x86_64'],
    });
    expect(await failed()).toEqual([]);
    await journey.advance(hours);
    const [again, ...before] = await builds('flaky');
    expect([again.status, again.requested_by, before.length]).toEqual(['failed', 'night', 4]);
    expect((await journey.request('POST', '/v1/stacks/nothing/resume', {})).status).toBe(404);
  }, 240_000);

  test('go on, too, when a person has mended and built them', async () => {
    await buildSmall(journey, { stack: 'flaky', version: '1.0.1', rebuild: hourly });
    expect(await night()).toEqual({ started: 0, paused: 0, lines: [] });
  });

  test('wait for their turn when the cap of builds is reached, and that is no failure of theirs', async () => {
    publishBase(journey, (await show(root.ami_id)).base_ami);
    const running = await Promise.all(
      Array.from({ length: 10 }, (_, index) => startSmall(journey, { stack: `full-${index}` })),
    );
    const { started, lines } = await night();
    expect([started, lines[0]]).toEqual([1, expect.stringContaining('root (x86_64) is being rebuilt: newer base')]);
    const [rebuilt] = await builds('root');
    expect([rebuilt.requested_by, rebuilt.queue.since]).toEqual(['night', rebuilt.created_at]);
    for (const id of [...running, rebuilt.build_id]) await journey.request('DELETE', `/v1/builds/${id}`);
  }, 120_000);

  test.each([
    ['sometimes', /rebuild.*must be on-new-base, monthly, or a mapping/],
    [{ cron: '0 4 * * *' }, /not a cron expression of six fields/],
  ])('a rule such as %j is refused', async (rebuild, says) => {
    const { status, body } = await journey.request('POST', '/v1/builds', { recipe: smallRecipe({ rebuild }) });
    expect([status, body.name]).toEqual([400, 'InvalidRecipe']);
    expect(body.detail).toMatch(says);
  });
});
