import { finished, home, hours, localStack, type Journey } from '../../kit/journey';
import { loseAnswers, loseFunctionAnswer } from '../../kit/lost-answers';
import { buildSmall, smallRecipe, startSmall } from '../../kit/small-recipe';

describe('the same request twice', () => {
  let journey: Journey;
  const post = (
    changes: Record<string, unknown>,
    body: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) => journey.request('POST', '/v1/builds', { recipe: smallRecipe(changes), ...body }, { headers });
  beforeAll(async () => {
    journey = await localStack();
  });

  test('while its build runs is answered with that build', async () => {
    const id = await startSmall(journey, { stack: 'running' });
    await journey.advance(60_000);
    const again = await post({ stack: 'running' });
    expect(again).toMatchObject({ status: 202, body: { build_id: id, reused: 'running' } });
    expect(await finished(journey, id)).toMatchObject({ status: 'succeeded' });
  });

  test('after its image was published is answered with that image', async () => {
    const run = await buildSmall(journey, { stack: 'published' });
    const again = await post({ stack: 'published' });
    expect(again).toMatchObject({
      status: 200,
      body: {
        build_id: run.build_id,
        ami_id: run.ami_id,
        reused: 'published',
        images: [{ ami_id: run.ami_id, state: 'available' }],
      },
    });
  });

  test('builds anew when it is forced, under the next name', async () => {
    const run = await buildSmall(journey, { stack: 'forced' });
    const anew = await buildSmall(journey, { stack: 'forced' }, { force: true });
    expect(anew.build_id).not.toBe(run.build_id);
    expect([run.image_name, anew.image_name]).toEqual([
      'forced-1.0.0-x86_64-20260114',
      'forced-1.0.0-x86_64-20260114-2',
    ]);
  });

  test('in more regions only copies', async () => {
    const run = await buildSmall(journey, { stack: 'wider', regions: ['us-west-2'] });
    const before = journey.local.calls.length;
    const answer = await post({ stack: 'wider', regions: ['us-west-2', 'eu-west-1'] });
    expect(answer).toMatchObject({ status: 202, body: { kind: 'replicate', ami_id: run.ami_id } });
    const copy = await finished(journey, answer.body.build_id);
    expect(copy).toMatchObject({ status: 'succeeded', replicas: [{ region: 'eu-west-1', status: 'available' }] });
    const made = journey.local.calls
      .slice(before)
      .filter(({ action }) => /^(RunInstances|CreateImage|CopyImage)$/.test(action));
    expect(made.map(({ action, region }) => `${action} ${region}`)).toEqual(['CopyImage eu-west-1']);
  });

  test('after a failure builds again, under the same name', async () => {
    const failing = { stack: 'again', provision: [{ name: 'install', run: '#!/bin/bash\nexit 1' }] };
    expect(await buildSmall(journey, failing)).toMatchObject({ status: 'failed' });
    expect(await buildSmall(journey, failing)).toMatchObject({
      status: 'failed',
      image_name: 'again-1.0.0-x86_64-20260114',
    });
  });

  test('at the very same moment makes one build', async () => {
    const { clock, local } = journey;
    const body = { recipe: smallRecipe({ stack: 'twice' }) };
    const answers = await clock.until(
      Promise.all(Array.from({ length: 4 }, () => local.invokeRoute('POST', '/v1/builds', body))),
    );
    const ids = new Set(answers.filter(({ status }) => status < 300).map((answer) => answer.body.build_id));
    expect(ids.size).toBe(1);
    expect(
      answers
        .filter(({ status }) => status >= 300 && status !== 500)
        .every((answer) => answer.body.name === 'CatalogConflict'),
    ).toBe(true);
    await finished(journey, [...ids][0]);
    const { body: listed } = await journey.request('GET', '/v1/images?stack=twice');
    expect(listed.images).toHaveLength(1);
  });

  test('with the same Idempotency-Key is answered the same, and with another body refused', async () => {
    const headers = { 'idempotency-key': 'one-two-three' };
    const first = await post({ stack: 'keyed' }, {}, headers);
    expect(await post({ stack: 'keyed' }, {}, headers)).toMatchObject({ status: first.status, body: first.body });
    expect(await post({ stack: 'other' }, {}, headers)).toMatchObject({
      status: 409,
      body: { name: 'IdempotencyMismatch' },
    });
    await finished(journey, first.body.build_id);
    expect((await post({ stack: 'keyed' }, {}, headers)).body).toEqual(first.body);
  });

  test('of a launch with one Idempotency-Key starts one instance', async () => {
    const { clock, local } = journey;
    const send = () =>
      local.invokeRoute(
        'POST',
        '/v1/instances',
        { instance_type: 'm7i.large', ttl: '2h' },
        { headers: { 'idempotency-key': 'launch-1' } },
      );
    const first = send();
    await clock.advance(20);
    const answers = await clock.until(Promise.all([first, send()]));
    expect(answers.map(({ status, body }) => [status, body.instance?.instance_id])).toEqual(
      answers.map(() => [201, answers[0]?.body.instance.instance_id]),
    );
    expect(
      local.ec2.instances(home).filter(({ instance }) => instance.roleName === 'spawn-dev-launched-us-east-1'),
    ).toHaveLength(1);
  });

  test('of a launch whose first answer was lost is answered with the instance of the first', async () => {
    const count = loseFunctionAnswer(journey, 'spawn-dev-launch-instances');
    const send = () =>
      journey.request(
        'POST',
        '/v1/instances',
        { instance_type: 'm7i.large', name: 'lost', ttl: '2h' },
        { headers: { 'idempotency-key': 'launch-2' } },
      );
    expect((await send()).status).toBe(500);
    await journey.advance(5_000);
    expect(await send()).toMatchObject({ status: 201, body: { instance: { name: 'lost' } } });
    expect(count.lost).toBe(1);
    expect((await journey.request('GET', '/v1/instances?name=lost')).body.instances).toHaveLength(1);
  });

  test('of a launch that EC2 did not answer is answered with its instance, and with another body refused', async () => {
    const { services } = journey.local.world;
    const ec2 = services.get('ec2')!;
    const send = (instance_type: string) =>
      journey.request(
        'POST',
        '/v1/instances',
        { instance_type, name: 'unanswered', ttl: '2h' },
        { headers: { 'idempotency-key': 'launch-3' } },
      );
    loseAnswers(journey, 'RunInstances', Infinity);
    expect((await send('m7i.large')).status).toBe(503);
    services.set('ec2', ec2);
    await journey.advance(5_000);
    expect(await send('m7i.xlarge')).toMatchObject({ status: 409, body: { name: 'IdempotencyMismatch' } });
    expect(await send('m7i.large')).toMatchObject({
      status: 201,
      body: { instance: { name: 'unanswered', instance_type: 'm7i.large' } },
    });
    expect((await journey.request('GET', '/v1/instances?name=unanswered')).body.instances).toHaveLength(1);
  });

  test('of a launch under a key that was freed names the instance of another type that has its token', async () => {
    const { services } = journey.local.world;
    const ec2 = services.get('ec2')!;
    const send = (instance_type: string) =>
      journey.request(
        'POST',
        '/v1/instances',
        { instance_type, name: 'freed' },
        { headers: { 'idempotency-key': 'launch-4' } },
      );
    loseAnswers(journey, 'RunInstances', Infinity);
    expect((await send('m7i.large')).status).toBe(503);
    services.set('ec2', ec2);
    await journey.advance(24 * hours);
    const [{ instance_id: id }] = (await journey.request('GET', '/v1/instances?name=freed')).body.instances;
    expect(await send('m7i.xlarge')).toMatchObject({
      status: 409,
      body: { name: 'IdempotencyMismatch', instance_id: id, detail: expect.stringContaining(id) },
    });
  });
});
