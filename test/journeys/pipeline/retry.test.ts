import { tagKeys } from '../../../core/tags';
import { finished, home, hours, leftovers, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { script, smallRecipe, startSmall } from '../../kit/small-recipe';

const day = 24 * 3600;
const failing = { run: script('test -f /opt/missing'), timeout: '5m' };
const mended = { run: script('test -f /opt/tool'), timeout: '5m' };

describe('a build whose test failed', () => {
  let journey: Journey;
  const fail = async (stack: string, changes: object = {}, body: object = {}): Promise<any> =>
    finished(
      journey,
      await startSmall(journey, { stack, test: failing, ...changes }, { keep_candidate_seconds: day, ...body }),
    );
  const retry = (id: string, body: object = {}) => journey.request('POST', `/v1/builds/${id}/retries`, body);
  const image = async (id: string): Promise<any> =>
    (await journey.ec2('DescribeImages', { ImageIds: [id] }).catch(() => ({ Images: [] }))).Images[0];
  const launches = (): number => journey.local.calls.filter(({ action }) => action === 'RunInstances').length;
  beforeAll(async () => {
    journey = await localStack();
  });

  test('keeps its image on request, and nothing else; a retry with a mended test publishes and copies it', async () => {
    const run = await fail('mended', { regions: ['us-west-2'] });
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'TestFailed', stage: 'test' },
      kept_candidate: { ami_id: run.ami_id, region: home },
    });
    const { until } = run.kept_candidate;
    expect(Math.abs(Date.parse(until) - Date.parse(run.ended_at) - day * 1000)).toBeLessThan(2 * minutes);
    const kept = await image(run.ami_id);
    const snapshot = kept.BlockDeviceMappings[0].Ebs.SnapshotId;
    expect((await leftovers(journey)).sort()).toEqual([`${home} ${run.ami_id}`, `${home} ${snapshot}`].sort());
    expect(tagOf(kept.Tags, tagKeys.ttlDeadline)?.slice(0, 19)).toBe(until.slice(0, 19));
    await journey.advance(20 * hours);

    const before = launches();
    const recipe = smallRecipe({ stack: 'mended', test: mended, regions: ['us-west-2'] });
    const started = await retry(run.build_id, { recipe });
    expect(started).toMatchObject({ status: 202, body: { retry: { of: run.build_id, from: 'test' } } });
    const done = await finished(journey, started.body.build_id);
    expect(done).toMatchObject({ status: 'succeeded', ami_id: run.ami_id, version: '1.0.0' });
    expect(done.replicas).toMatchObject([{ region: 'us-west-2', status: 'available' }]);
    expect(done.stages.map(({ name }: any) => name)).toEqual(['plan', 'test', 'publish', 'replicate', 'record']);
    expect(launches() - before).toBe(1);
    const tags = (await image(run.ami_id)).Tags;
    expect([tagKeys.state, tagKeys.buildId, tagKeys.ttlDeadline].map((key) => tagOf(tags, key))).toEqual([
      'published',
      done.build_id,
      'never',
    ]);
    const former = (await journey.request('GET', `/v1/builds/${run.build_id}`)).body;
    expect(former.kept_candidate.taken.build_id).toBe(done.build_id);

    await journey.advance(30 * hours);
    expect(await leftovers(journey)).toEqual([]);
    expect((await image(run.ami_id)).State).toBe('available');
    const shown = (await journey.request('GET', `/v1/images/${run.ami_id}`)).body;
    expect(shown).toMatchObject({ lifecycle: 'published', build_id: done.build_id });
    const { body: verified } = await journey.request('GET', `/v1/images/${run.ami_id}/provenance`);
    expect(verified).toMatchObject({ verdict: 'verified' });
    expect((await journey.request('GET', `/v1/images/${run.ami_id}/packages`)).status).toBe(200);
    const { body: stored } = await journey.request('GET', `/v1/images/${run.ami_id}/recipe`);
    expect(stored.recipe).toBe(recipe);
    expect((await journey.request('POST', '/v1/builds', { recipe })).body).toMatchObject({ reused: 'published' });
  });

  test('is retried by one of two requests at once, and the other is told which', async () => {
    const run = await fail('twice');
    const answers = await Promise.all([retry(run.build_id), retry(run.build_id)]);
    const won = answers.find(({ status }) => status === 202)!;
    const lost = answers.find(({ status }) => status !== 202)!;
    expect(lost.body).toMatchObject({
      status: 409,
      name: 'CandidateTaken',
      detail: expect.stringContaining(won.body.build_id),
    });
    const second = await finished(journey, won.body.build_id);
    expect(second).toMatchObject({ status: 'failed', kept_candidate: { ami_id: run.ami_id } });
    expect((await retry(run.build_id)).body).toMatchObject({ name: 'CandidateTaken' });
    const recipe = smallRecipe({ stack: 'twice', test: mended });
    const third = await finished(journey, (await retry(second.build_id, { recipe })).body.build_id);
    expect(third).toMatchObject({ status: 'succeeded', ami_id: run.ami_id });
  });

  test('loses its image at the end of its time, and a later retry says so', async () => {
    const run = await fail('late');
    await journey.advance(23 * hours);
    expect((await image(run.ami_id)).State).toBe('available');
    await journey.advance(2 * hours);
    expect(await leftovers(journey)).toEqual([]);
    expect((await retry(run.build_id)).body).toMatchObject({
      status: 409,
      name: 'CandidateExpired',
      detail: expect.stringContaining(run.kept_candidate.until),
    });
    expect((await journey.request('GET', '/v1/debts')).body.debts).toEqual([]);
  });

  test('leaves nothing when its retry is cancelled, and keeps nothing without the request or after a cancel', async () => {
    const run = await fail('stopped');
    const slow = { run: script('sleep 200'), timeout: '5m' };
    const { body: again } = await retry(run.build_id, { recipe: smallRecipe({ stack: 'stopped', test: slow }) });
    await journey.advance(3 * minutes);
    await journey.request('DELETE', `/v1/builds/${again.build_id}`);
    expect(await finished(journey, again.build_id)).toMatchObject({ status: 'cancelled' });
    const plain = await finished(journey, await startSmall(journey, { stack: 'plain', test: failing }));
    const id = await startSmall(journey, { stack: 'cut', test: slow }, { keep_candidate_seconds: day });
    while ((await journey.request('GET', `/v1/builds/${id}`)).body.stages.at(-1)?.name !== 'test')
      await journey.advance(minutes);
    await journey.request('DELETE', `/v1/builds/${id}`);
    const cut = await finished(journey, id);
    expect([plain, cut].map((each) => [each.status, each.kept_candidate])).toEqual([
      ['failed', undefined],
      ['cancelled', undefined],
    ]);
    await journey.advance(2 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    for (const each of [plain, cut, again])
      expect((await retry(each.build_id)).body).toMatchObject({ status: 409, name: 'CandidateNotKept' });
  });

  test('is not retried with a recipe that makes another image, from a stage that leaves out the test, or without a test', async () => {
    const run = await fail('other');
    const recipe = (changes: object): string => smallRecipe({ stack: 'other', test: mended, ...changes });
    const provision = [{ name: 'install', run: script('echo other >/opt/tool') }];
    for (const [changes, field] of [
      [{ provision }, 'provision'],
      [{ version: '1.0.1' }, 'version'],
      [{ tags: { team: 'ml' } }, 'tags'],
    ] as const)
      expect((await retry(run.build_id, { recipe: recipe(changes) })).body).toMatchObject({
        status: 409,
        name: 'RecipeChanged',
        detail: expect.stringContaining(field),
      });
    for (const body of [
      { from: 'scan' },
      { recipe: recipe({ test: undefined }) },
      { from: 'build' },
      { files: { a: '' } },
    ])
      expect((await retry(run.build_id, body)).body).toMatchObject({ status: 400, name: 'InvalidRequest' });
    expect((await retry(run.build_id, { recipe: recipe({}) })).status).toBe(202);
  });

  test('whose scan failed is retried from the scan, without its test', async () => {
    const limited = (fail_on: string) => ({ test: mended, vulnerabilities: { fail_on } });
    const run = await fail('scanned', limited('medium'));
    expect(run).toMatchObject({ failure: { name: 'VulnerabilitiesFound', stage: 'scan' } });
    const recipe = smallRecipe({ stack: 'scanned', ...limited('high') });
    const before = launches();
    const done = await finished(journey, (await retry(run.build_id, { recipe })).body.build_id);
    expect(done).toMatchObject({ status: 'succeeded', ami_id: run.ami_id });
    expect(done.stages.map(({ name }: any) => name)).toEqual(['plan', 'scan', 'publish', 'record']);
    expect(launches()).toBe(before);
  });
});

test('a build whose test had no instance is retried as it is once EC2 has capacity', async () => {
  let free = false;
  const journey = await localStack({ ec2: { capacity: (type) => type !== 'm7a.large' || free } });
  const test = { ...mended, instance_types: ['m7a.large'] };
  const id = await startSmall(journey, { stack: 'scarce', test }, { keep_candidate_seconds: day });
  const run = await finished(journey, id);
  expect(run).toMatchObject({ failure: { name: 'TestFailed', message: expect.stringContaining('capacity') } });
  free = true;
  const { body } = await journey.request('POST', `/v1/builds/${id}/retries`);
  expect(await finished(journey, body.build_id)).toMatchObject({ status: 'succeeded', ami_id: run.ami_id });
});
