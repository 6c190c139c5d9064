import { finished, localStack, type Journey } from '../../kit/journey';
import { buildSmall, smallRecipe } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';

const west = 'us-west-2';
const lab = '210987654321';

describe('an image', () => {
  let journey: Journey;
  let proven: any;
  let failed: any;
  const post = (id: string, what: string, body: object) => journey.request('POST', `/v1/images/${id}/${what}`, body);
  const promote = (id: string, body: object = {}) => post(id, 'promotions', { channel: 'stable', ...body });
  const share = (id: string, body: object = {}) => post(id, 'shares', { accounts: [lab], ...body });
  const replicate = (id: string, body: object = {}) => post(id, 'replicas', { regions: ['eu-west-1'], ...body });
  const launch = (body: object) => journey.request('POST', '/v1/instances', { instance_type: 'm7i.large', ...body });
  const resolve = async (query = '') => (await journey.request('GET', `/v1/images/resolve?stack=tool${query}`)).body;
  const policy = (body: object) => journey.request('PUT', '/v1/stacks/tool', body);
  const waivers = async (id: string) =>
    (await journey.request('GET', `/v1/images/${id}`)).body.events
      .filter(({ action }: any) => action === 'waived')
      .map(({ detail }: any) => detail);
  const tested = async (id: string, line: string) => {
    const body = { script: `#!/bin/bash\n${line}\n`, instance_types: ['m7i.large'], auto_terminate: true };
    return finished(journey, (await journey.request('POST', `/v1/images/${id}/tests`, body)).body.operation_id);
  };

  beforeAll(async () => {
    journey = await localStack();
    proven = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    failed = await buildSmall(journey, { version: '2.0.0' });
    await tested(failed.ami_id, 'exit 3');
  }, 240_000);

  test('whose last test failed is not promoted, shared or replicated, whatever reason is given', async () => {
    for (const hand of [promote, share, replicate]) {
      const answer = await hand(failed.ami_id, { untested: 'it is urgent' });
      expect(answer).toMatchObject({ status: 409, body: { name: 'ImageNotProven', ami_id: failed.ami_id } });
      expect(answer.body.detail).toMatch(
        /failed its last test on m7i\.large \(op-.*Use another image, or test it again with spawn test-ami/,
      );
    }
    expect((await share(failed.ami_id, { revoke: true })).status).toBe(200);
  });

  test('whose last test failed is passed over by resolve and launch, which say so when nothing else fits', async () => {
    const choice = await resolve();
    expect(choice.image.ami_id).toBe(proven.ami_id);
    expect(choice.candidates.find(({ ami_id }: any) => ami_id === failed.ami_id).reason).toMatch(
      /^failed its last test on m7i\.large \(op-/,
    );
    expect((await launch({ stack: 'tool' })).body.image.ami_id).toBe(proven.ami_id);
    const none = await launch({ stack: 'tool', version: '2.x' });
    expect(none).toMatchObject({
      status: 404,
      body: { name: 'NoImageFits', detail: expect.stringContaining(`Passed over: ${failed.ami_id}`) },
    });
    const byId = await launch({ ami: failed.ami_id });
    expect(byId).toMatchObject({
      status: 201,
      body: { warnings: [expect.stringContaining('failed its last test on m7i.large')] },
    });
  });

  test('that passes a later test on the same type is handed out and chosen again', async () => {
    await tested(failed.ami_id, 'test -f /opt/tool');
    expect((await promote(failed.ami_id)).status).toBe(200);
    expect((await resolve()).image.ami_id).toBe(failed.ami_id);
    await tested(failed.ami_id, 'exit 3');
  });

  test('that was never tested is handed out and chosen as long as the policy of its stack does not require a test', async () => {
    const untested = await buildSmall(journey, { version: '3.0.0', test: undefined });
    expect((await resolve()).image.ami_id).toBe(untested.ami_id);
    expect((await promote(untested.ami_id)).status).toBe(200);
  });

  test('that was never tested is refused under the policy without a reason, which its history keeps', async () => {
    const untested = (await resolve()).image.ami_id;
    expect((await policy({ require_tests: true })).body.policy.require_tests).toBe(true);
    for (const hand of [share, replicate]) {
      expect(await hand(untested)).toMatchObject({
        status: 409,
        body: { name: 'ImageNotProven', detail: expect.stringContaining('--untested') },
      });
    }
    expect(await promote(untested, { channel: 'beta' })).toMatchObject({
      status: 409,
      body: { name: 'ImageNotProven' },
    });
    expect(await waivers(untested)).toEqual([]);
    const sent = await spawnIn(journey, ['promote-ami', untested, '--to', 'beta', '--untested', 'a demonstration']);
    expect(sent).toMatchObject({ code: 0 });
    // What happens in the same moment has no order in the history.
    await journey.advance(1000);
    expect((await share(untested, { untested: 'the lab asked for it' })).status).toBe(200);
    await journey.advance(1000);
    expect((await replicate(untested, { untested: 'a demonstration' })).status).toBe(202);
    expect(await waivers(untested)).toEqual([
      'promoted to beta without a test: a demonstration',
      `shared with account ${lab} without a test: the lab asked for it`,
      'replicated to eu-west-1 without a test: a demonstration',
    ]);
  });

  test('that was never tested is launched by its id under the policy, with a warning', async () => {
    const { image } = await resolve('&channel=beta');
    expect(await launch({ ami: image.ami_id })).toMatchObject({
      status: 201,
      body: { warnings: [expect.stringContaining('was never tested, and the policy of its stack requires a test')] },
    });
  });

  test('that was never tested is passed over under the policy, but not where a channel was pointed to it', async () => {
    expect((await resolve()).image.ami_id).toBe(proven.ami_id);
    expect((await resolve('&channel=beta')).image.version).toBe('3.0.0');
    expect(await resolve('&version=3.x')).toMatchObject({
      name: 'NoImageFits',
      detail: expect.stringContaining('was never tested'),
    });
  });

  test('that is a copy has the proof of its original', async () => {
    expect((await resolve(`&region=${west}`)).image.replicated_from).toBe(proven.ami_id);
    expect((await share(proven.ami_id, { region: west })).status).toBe(200);
  });

  test('is not built from a recipe without a test under the policy', async () => {
    const answer = await journey.request('POST', '/v1/builds', {
      recipe: smallRecipe({ version: '4.0.0', test: undefined }),
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { name: 'InvalidRecipe', detail: expect.stringContaining('no test') },
    });
  });

  test('that failed is not what a channel is rolled back to', async () => {
    expect((await journey.request('POST', '/v1/channels/stable/rollback', {})).body).toMatchObject({
      status: 409,
      name: 'WrongState',
    });
  });
});
