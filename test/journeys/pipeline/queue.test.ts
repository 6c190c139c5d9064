import { finished, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { script, smallRecipe, startSmall } from '../../kit/small-recipe';
import { onlySweepingEvery, withSettings } from '../../kit/templates';

const slow = { provision: [{ name: 'install', run: script('sleep 300', 'echo tool >/opt/tool') }] };

describe('builds above the cap', () => {
  let journey: Journey;
  const show = async (id: string): Promise<any> => (await journey.request('GET', `/v1/builds/${id}`)).body;
  const begin = (stack: string, changes: Record<string, unknown> = {}) =>
    startSmall(journey, { stack, ...slow, ...changes });
  const started = (run: any): number => Date.parse(run.stages.find(({ name }: any) => name === 'launch').started_at);
  const ended = (run: any): number => Date.parse(run.ended_at);
  beforeAll(async () => {
    journey = await localStack({ edit: withSettings({ build_cap: 2 }) });
  });

  test('wait for their turn in order, show their place, and run one after the other', async () => {
    const ids = [];
    for (const stack of ['one', 'two', 'three', 'four']) {
      ids.push(await begin(stack));
      await journey.advance(1000);
    }
    const [one = '', two = '', three = '', four = ''] = ids;
    const preview = (await journey.request('POST', '/v1/build-previews', { recipe: smallRecipe({ stack: 'five' }) }))
      .body;
    expect(preview).toMatchObject({ answer: 'start', place: 3 });
    await journey.advance(2 * minutes);
    expect(await show(three)).toMatchObject({
      status: 'running',
      queue: { place: 1 },
      stages: [{ name: 'queue', detail: 'place 1' }],
    });
    const { builds } = (await journey.request('GET', '/v1/builds')).body;
    expect(builds.map(({ build_id, queue }: any) => [build_id, queue?.place])).toEqual([
      [four, 2],
      [three, 1],
      [two, undefined],
      [one, undefined],
    ]);
    const runs = [];
    for (const id of ids) runs.push(await finished(journey, id));
    expect(runs.map(({ status }) => status)).toEqual(Array(4).fill('succeeded'));
    const firstEnd = Math.min(ended(runs[0]), ended(runs[1]));
    expect(started(runs[2])).toBeGreaterThanOrEqual(firstEnd);
    expect(started(runs[2]) - firstEnd).toBeLessThan(3 * minutes);
    // Both places may get free before one sweep; then both that wait start.
    const secondEnd = [ended(runs[0]), ended(runs[1]), ended(runs[2])].sort((left, right) => left - right)[1];
    expect(started(runs[3])).toBeGreaterThanOrEqual(secondEnd!);
    expect(started(runs[3])).toBeGreaterThanOrEqual(started(runs[2]));
    expect(runs[2].queue.left_at).toBeDefined();
    expect(runs[2].queue.place).toBeUndefined();
  });

  test('and of the same stack and variant wait for each other', async () => {
    const first = await begin('same');
    await journey.advance(1000);
    const second = await begin('same', { version: '1.1.0' });
    const other = await begin('another');
    await journey.advance(3 * minutes);
    expect([(await show(second)).queue.place, (await show(other)).queue]).toEqual([1, undefined]);
    const [a, b] = [await finished(journey, first), await finished(journey, second)];
    expect([a.status, b.status]).toEqual(['succeeded', 'succeeded']);
    expect(started(b)).toBeGreaterThanOrEqual(ended(a));
    await finished(journey, other);
  });

  test('can be cancelled while they wait, and let the next one pass', async () => {
    const ids = [];
    for (const stack of ['p', 'q', 'r', 's']) {
      ids.push(await begin(stack));
      await journey.advance(1000);
    }
    await journey.advance(1 * minutes);
    await journey.request('DELETE', `/v1/builds/${ids[2]}`);
    expect(await finished(journey, ids[2] ?? '')).toMatchObject({ status: 'cancelled', failure: { stage: 'queue' } });
    expect((await show(ids[3] ?? '')).queue.place).toBe(1);
    // The same request joins the build that waits.
    const { body } = await journey.request('POST', '/v1/builds', { recipe: smallRecipe({ stack: 's', ...slow }) });
    expect(body).toMatchObject({ build_id: ids[3], reused: 'running' });
    for (const id of [ids[0], ids[1], ids[3]])
      expect(await finished(journey, id ?? '')).toMatchObject({ status: 'succeeded' });
    await journey.advance(2 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('do not wait for ever', async () => {
    journey = await localStack({
      edit: (stacks) => {
        withSettings({ build_cap: 2 })(stacks);
        onlySweepingEvery(2)(stacks);
      },
    });
    // A builder that never ends its script holds the only two places for longer than a day.
    const hanging = { provision: [{ name: 'install', run: script('sleep 170000'), timeout: '47h' }] };
    const held = [await begin('h1', hanging), await begin('h2', hanging)];
    await journey.advance(1000);
    const late = await begin('late');
    expect(await finished(journey, late)).toMatchObject({
      status: 'failed',
      failure: { name: 'QueueTimedOut', stage: 'queue', message: expect.stringContaining('after 1d') },
    });
    for (const id of held) await journey.request('DELETE', `/v1/builds/${id}`);
    for (const id of held) await finished(journey, id);
  });
});
