import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { smallRecipe, startSmall, script } from '../../kit/small-recipe';

const slow = (seconds: number): Record<string, unknown> => ({
  provision: [{ name: 'install', run: script(`sleep ${seconds}`, 'echo tool >/opt/tool') }],
  test: { run: script('sleep 60', 'test -f /opt/tool'), timeout: '5m' },
});

/** Lets time run in small steps until a build is in a stage. */
async function inStage(journey: Journey, id: string, stage: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const { stages, status } = (await journey.request('GET', `/v1/builds/${id}`)).body;
    if (status !== 'running') throw new Error(`${id} has ${status} before ${stage}`);
    if (stages.at(-1)?.name === stage) return;
    await journey.advance(5_000);
  }
  throw new Error(`${id} never came to ${stage}`);
}

const waits = ['launch', 'provision', 'clean', 'stop', 'image', 'test'];

describe('a build that is cancelled', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await localStack();
  });

  test.each(waits)('while it is at %s ends cancelled, and nothing of it is left', async (stage) => {
    // Cleaning takes a second; a slow cleanup of its own gives time to cancel in it.
    const slowly = stage === 'clean' ? { cleanup: { run: script('sleep 60') } } : {};
    const id = await startSmall(journey, { stack: `at-${stage}`, ...slow(60), ...slowly });
    await inStage(journey, id, stage);
    await journey.advance(500);
    const { status } = await journey.request('DELETE', `/v1/builds/${id}`);
    expect(status).toBe(202);
    const before = journey.clock.now();
    const run = await finished(journey, id);
    expect(run).toMatchObject({ status: 'cancelled', failure: { name: 'BuildCancelled', stage } });
    expect(journey.clock.now() - before).toBeLessThan(2 * minutes);
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('while it replicates keeps the published image and the copies that are done', async () => {
    const id = await startSmall(journey, { stack: 'spread', regions: ['us-west-2'] });
    await inStage(journey, id, 'replicate');
    await journey.advance(5_000);
    await journey.request('DELETE', `/v1/builds/${id}`);
    const run = await finished(journey, id);
    expect(run.status).toBe('cancelled');
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    const { body } = await journey.request('GET', '/v1/images?region=all&stack=spread');
    expect(body.images).toMatchObject([{ ami_id: run.ami_id, region: home, lifecycle: 'published' }]);
  });

  test('can be built again at once under the same name', async () => {
    const id = await startSmall(journey, { stack: 'at-image', ...slow(60) });
    expect(await finished(journey, id)).toMatchObject({
      status: 'succeeded',
      image_name: 'at-image-1.0.0-x86_64-20260114',
    });
  });

  test('cannot be cancelled twice', async () => {
    const { body } = await journey.request('GET', '/v1/builds?status=cancelled');
    expect((await journey.request('DELETE', `/v1/builds/${body.builds[0].build_id}`)).status).toBe(409);
  });
});

describe('an execution that somebody stops in the console', () => {
  test.each(['provision', 'image', 'test'])('at %s is cleaned up after, and its record says so', async (stage) => {
    const journey = await localStack();
    const id = await startSmall(journey, slow(60));
    await inStage(journey, id, stage);
    await journey.advance(500);
    const { execution_arn } = (await journey.request('GET', `/v1/builds/${id}`)).body;
    await journey.clock.until(journey.local.call('states', 'StopExecution', home, { executionArn: execution_arn }));
    // What is told before the record says it is what the record will say.
    expect((await journey.request('GET', `/v1/operations/${id}`)).body).toMatchObject({
      status: 'cancelled',
      failure: { name: 'BuildCancelled', stage },
    });
    await journey.advance(1 * minutes);
    const run = await finished(journey, id);
    expect(run).toMatchObject({ status: 'cancelled', failure: { name: 'BuildCancelled', stage } });
    await journey.advance(31 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    const running = (await journey.local.executions()).filter(({ status }) => status === 'RUNNING');
    expect(running).toEqual([]);
    expect(
      (await journey.request('POST', '/v1/builds', { recipe: smallRecipe(slow(60)) })).body.reused,
    ).toBeUndefined();
  });
});
