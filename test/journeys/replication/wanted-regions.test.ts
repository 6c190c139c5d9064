import { finished, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { nightly } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';

const regions = ['us-east-1', 'us-west-2', 'eu-west-1'];

describe('a stack that is wanted in two more regions', () => {
  let journey: Journey;
  let run: any;
  let burning = true;
  beforeAll(async () => {
    journey = await localStack({
      ec2: {
        imageFailure: ({ region, action }) =>
          burning && action === 'CopyImage' && region === 'eu-west-1' ? 'the storage burnt' : undefined,
      },
    });
    expect((await journey.request('PUT', '/v1/stacks/tool', { regions: ['us-west-2', 'eu-west-1'] })).status).toBe(200);
    run = await buildSmall(journey);
  });

  /** Runs a night, lets its copies end, and answers with them, `REGION STATUS`. */
  async function copiesOfNight(): Promise<string[]> {
    const known = (await journey.local.executions('spawn-dev-replicate')).map(({ name }) => name);
    expect(await nightly(journey, regions)).toMatchObject({ status: 'SUCCEEDED' });
    const started = (await journey.local.executions('spawn-dev-replicate'))
      .map(({ name }) => name)
      .filter((name) => !known.includes(name));
    const runs = [];
    for (const id of started) runs.push(await finished(journey, id));
    await journey.advance(1 * minutes);
    return runs.flatMap(({ replicas, requested_by }: any) =>
      replicas.map(({ region, status: copy }: any) => `${requested_by} ${region} ${copy}`),
    );
  }

  test('a recipe that names no regions is copied there', () => {
    expect(run.replicas.map(({ region, status }: any) => `${region} ${status}`)).toEqual([
      'us-west-2 available',
      'eu-west-1 failed',
    ]);
  });

  test('the night tries only the region that has no copy, and nothing is left while it fails', async () => {
    expect(await copiesOfNight()).toEqual(['nightly eu-west-1 failed']);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('the next night repairs it', async () => {
    burning = false;
    expect(await copiesOfNight()).toEqual(['nightly eu-west-1 available']);
    const { images } = (await journey.request('GET', '/v1/images?region=eu-west-1')).body;
    expect(images).toMatchObject([{ replicated_from: run.ami_id, lifecycle: 'published' }]);
  });

  test('a copy that somebody deregistered is made again, by the night that finds it gone', async () => {
    const [{ ami_id }] = (await journey.request('GET', '/v1/images?region=us-west-2')).body.images;
    await journey.ec2('DeregisterImage', { ImageId: ami_id }, 'us-west-2');
    await journey.advance(20 * minutes);
    expect(await copiesOfNight()).toEqual(['nightly us-west-2 available']);
    expect(await copiesOfNight()).toEqual([]);
  });
});
