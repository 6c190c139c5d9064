import { finished, hours, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall, startSmall } from '../../kit/small-recipe';

describe('a build that requires an approval', () => {
  let journey: Journey;
  const show = async (id: string): Promise<any> => (await journey.request('GET', `/v1/builds/${id}`)).body;
  const decide = (id: string, decision: string, reason?: string) =>
    journey.request('POST', `/v1/builds/${id}/approval`, { decision, reason });
  const listed = async (stack: string): Promise<any[]> =>
    (await journey.request('GET', `/v1/images?region=all&stack=${stack}`)).body.images;
  /** Lets time run until a build waits for its approval. */
  const waiting = async (id: string): Promise<any> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const run = await show(id);
      if (run.status !== 'running') throw new Error(`${id} has ${run.status}: ${JSON.stringify(run.failure)}`);
      if (run.stages.at(-1)?.name === 'approval') return run;
      await journey.advance(30_000);
    }
    throw new Error(`${id} never waited`);
  };
  beforeAll(async () => {
    journey = await localStack();
  });

  test('waits after its tests, keeps its candidate for more than a day, and is published and copied once it is approved', async () => {
    const id = await startSmall(journey, {
      stack: 'held',
      approval: 'required',
      regions: ['us-west-2'],
      limits: { image: '1h' },
    });
    const run = await waiting(id);
    expect(run.stages.map(({ name, status }: any) => `${name} ${status}`).slice(-2)).toEqual([
      'test succeeded',
      'approval running',
    ]);
    // Without an approval the reaper may remove a candidate after its limit and a day.
    await journey.advance(30 * hours);
    expect([(await show(id)).status, await listed('held')]).toEqual(['running', []]);
    const early = await journey.request('GET', '/v1/images/resolve?stack=held');
    expect(early.status).toBe(404);
    expect((await decide(id, 'approved', 'reviewed')).status).toBe(202);
    const before = journey.clock.now();
    const done = await finished(journey, id);
    expect(done).toMatchObject({
      status: 'succeeded',
      approval: { decision: 'approved', reason: 'reviewed', decided_by: expect.stringContaining('arn:aws') },
      replicas: [{ region: 'us-west-2', status: 'available' }],
    });
    expect(journey.clock.now() - before).toBeLessThan(2 * hours);
    expect(await listed('held')).toHaveLength(2);
    expect(await leftovers(journey)).toEqual([]);
    expect((await decide(id, 'rejected', 'late')).body).toMatchObject({ status: 409, name: 'WrongState' });
  });

  test('that is rejected fails with who and why, publishes nothing and leaves nothing', async () => {
    const id = await startSmall(journey, { stack: 'refused', approval: 'required' });
    await waiting(id);
    expect((await decide(id, 'rejected')).body).toMatchObject({ status: 400, name: 'InvalidRequest' });
    await decide(id, 'rejected', 'the driver is too old');
    expect(await finished(journey, id)).toMatchObject({
      status: 'failed',
      failure: {
        name: 'ApprovalRejected',
        stage: 'approval',
        message: expect.stringMatching(/arn:aws.*driver is too old/),
      },
      approval: { decision: 'rejected' },
    });
    await journey.advance(2 * minutes);
    expect([await listed('refused'), await leftovers(journey)]).toEqual([[], []]);
  });

  test('that nobody decides about fails at the end of its time under a name of its own', async () => {
    const id = await startSmall(journey, { stack: 'forgotten', approval: 'required', limits: { approval: '6h' } });
    const { approval } = await waiting(id);
    expect(Date.parse(approval.until) - Date.parse(approval.requested_at)).toBe(6 * hours);
    const run = await finished(journey, id);
    expect(run).toMatchObject({ status: 'failed', failure: { name: 'ApprovalExpired', stage: 'approval' } });
    expect(Date.parse(run.ended_at) - Date.parse(approval.until)).toBeLessThan(3 * minutes);
    await journey.advance(2 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('that is cancelled ends at once', async () => {
    const id = await startSmall(journey, { stack: 'gone', approval: 'required' });
    await waiting(id);
    await journey.request('DELETE', `/v1/builds/${id}`);
    expect(await finished(journey, id)).toMatchObject({ status: 'cancelled' });
    await journey.advance(2 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('by the policy of its stack waits too, but one that is discarded does not', async () => {
    await journey.request('PUT', '/v1/stacks/ruled', { require_approval: true });
    expect(await buildSmall(journey, { stack: 'ruled' }, { discard: true })).toMatchObject({ status: 'succeeded' });
    const id = await startSmall(journey, { stack: 'ruled' }, { force: true });
    await waiting(id);
    await decide(id, 'approved');
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
    const other = await buildSmall(journey, { stack: 'free' });
    expect((await decide(other.build_id, 'approved')).body).toMatchObject({ status: 409, name: 'WrongState' });
  });
});
