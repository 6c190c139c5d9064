import { localStack, minutes } from '../../kit/journey';
import { buildSmall, script } from '../../kit/small-recipe';

describe('the test of an image', () => {
  test('on several types runs on all of them at the same time', async () => {
    const journey = await localStack();
    const types = ['c7i.large', 'm6i.large', 'm7i.large'];
    const run = await buildSmall(journey, {
      test: { run: script('sleep 1200'), instance_types: types, timeout: '30m' },
    });
    expect({ status: run.status, failure: run.failure }).toEqual({ status: 'succeeded' });
    const { tests } = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    expect(tests.map(({ instance_type, verdict }: any) => `${instance_type} ${verdict}`).sort()).toEqual(
      types.map((type) => `${type} passed`),
    );
    const { started_at, ended_at } = run.stages.find(({ name }: any) => name === 'test');
    const took = (Date.parse(ended_at) - Date.parse(started_at)) / minutes;
    expect(took).toBeGreaterThan(20);
    expect(took).toBeLessThan(40);
  });
});
