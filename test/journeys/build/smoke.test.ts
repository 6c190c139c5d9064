import { smokeRecipe } from '../../../cli/workflow/smoke-recipe';
import { finished, home, leftovers, localStack, minutes, type Journey } from '../../kit/journey';
import { refuseCalls } from '../../kit/refuse-calls';

describe('a build that is discarded', () => {
  let journey: Journey;
  const begin = (changes: object = {}) =>
    journey.request('POST', '/v1/builds', { recipe: smokeRecipe('x86_64'), discard: true, ...changes });
  const nothingLeft = async (): Promise<void> => {
    await journey.advance(2 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    expect((await journey.ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true })).Images).toEqual([]);
    expect((await journey.ec2('DescribeSnapshots', { OwnerIds: ['self'] })).Snapshots).toEqual([]);
  };
  beforeAll(async () => {
    journey = await localStack();
  });

  test('goes through every stage, publishes nothing, and leaves nothing', async () => {
    const { status, body } = await begin();
    expect(status).toBe(202);
    const run = await finished(journey, body.build_id);
    expect([run.status, run.discard, run.stages.map(({ name }: { name: string }) => name)]).toEqual([
      'succeeded',
      true,
      ['plan', 'launch', 'provision', 'clean', 'stop', 'image', 'test', 'discard'],
    ]);
    await nothingLeft();
    const image = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    expect(image).toMatchObject({ state: 'deregistered', lifecycle: 'candidate', tests: [{ verdict: 'passed' }] });
    expect((await journey.request('GET', '/v1/images/resolve?stack=smoke')).status).toBe(404);
  });

  test('can be repeated, one at a time, and on the other architecture', async () => {
    const [first, second] = [await begin(), await begin()];
    expect([second.body.build_id, second.body.reused]).toEqual([first.body.build_id, 'running']);
    const other = await begin({ recipe: smokeRecipe('arm64') });
    expect(other.body.build_id).not.toBe(first.body.build_id);
    for (const { body } of [first, other])
      expect(await finished(journey, body.build_id)).toMatchObject({ status: 'succeeded' });
    const { Reservations } = await journey.ec2('DescribeInstances');
    const types = Reservations.flatMap(({ Instances }: any) => Instances.map(({ InstanceType }: any) => InstanceType));
    expect([...new Set(types)].sort()).toEqual(['t3.micro', 't4g.micro']);
    await nothingLeft();
  });

  test('whose test fails leaves nothing either, nor one that is cancelled', async () => {
    const failing = await begin({ recipe: smokeRecipe('x86_64').replace('grep -q smoke', 'grep -q fire') });
    expect(await finished(journey, failing.body.build_id)).toMatchObject({
      status: 'failed',
      failure: { name: 'TestFailed' },
    });
    const cancelled = await begin();
    await journey.advance(0.5 * minutes);
    await journey.request('DELETE', `/v1/builds/${cancelled.body.build_id}`);
    expect(await finished(journey, cancelled.body.build_id)).toMatchObject({ status: 'cancelled' });
    await nothingLeft();
  });

  test('is copied nowhere', async () => {
    expect((await begin({ regions: ['us-west-2'] })).body).toMatchObject({
      status: 400,
      name: 'InvalidRequest',
      detail: expect.stringContaining('a discarded build is not copied'),
    });
    await journey.request('PUT', '/v1/stacks/smoke', { regions: ['us-west-2'] });
    const { body } = await begin();
    expect((await finished(journey, body.build_id)).replicas).toEqual([]);
    expect((await journey.ec2('DescribeImages', { Owners: ['self'] }, 'us-west-2')).Images).toEqual([]);
  });

  test('of which something cannot be removed has failed, and what stays is still the reaper’s', async () => {
    let refusing = true;
    refuseCalls(
      journey,
      ({ action, principal }) => refusing && action === 'DeregisterImage' && principal.arn.includes('compensate'),
    );
    const { body } = await begin();
    const run = await finished(journey, body.build_id);
    refusing = false;
    expect(run).toMatchObject({ status: 'failed', failure: { stage: 'discard' } });
    expect(await leftovers(journey)).toEqual([`${home} ${run.ami_id}`, expect.stringMatching(/^us-east-1 snap-/)]);
  });
});
