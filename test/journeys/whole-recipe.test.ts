import { build, home, leftovers, localStack, minutes, startBuild, finished, tagOf, type Journey } from '../kit/journey';

describe('examples/pytorch-cpu, from recipe to replicated image', () => {
  let journey: Journey;
  let run: any;
  beforeAll(async () => {
    journey = await localStack();
    run = await build(journey, 'pytorch-cpu');
  });

  test('goes through every stage and ends succeeded', () => {
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded', failure: undefined });
    expect([...new Set(run.stages.map((stage: any) => stage.name))]).toEqual(['plan', 'launch', 'provision', 'clean', 'stop', 'image', 'test', 'publish', 'replicate', 'record']);
    expect(run.stages.every((stage: any) => stage.status === 'succeeded')).toBe(true);
  });

  test('leaves nothing that costs money but the published images', async () => {
    await journey.advance(1 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('prints its catalog', async () => {
    const { body } = await journey.request('GET', '/v1/images?region=all');
    console.log(JSON.stringify(body.images, null, 1), JSON.stringify(run));
  });
});
