import { tagKeys } from '../../../core/tags';
import { finished, home, hours, leftovers, localStack, minutes, tagOf, type Journey } from '../../kit/journey';
import { provisioned, smallRecipe, startSmall } from '../../kit/small-recipe';

describe('the builder of a failed build', () => {
  let journey: Journey;
  const failing = (stack: string, body: Record<string, unknown> = { keep_failed_seconds: 2 * 3600 }) =>
    startSmall(journey, { stack, ...provisioned('echo half >/opt/half', 'exit 3') }, body);
  const instance = async (id: string): Promise<any> =>
    (await journey.ec2('DescribeInstances', { InstanceIds: [id] })).Reservations[0]?.Instances[0];
  beforeAll(async () => {
    journey = await localStack();
  });

  test('is kept on request, runs until its deadline, can be connected to, and is then terminated', async () => {
    const run = await finished(journey, await failing('kept'));
    const ended = Date.parse(run.ended_at);
    expect(run).toMatchObject({
      status: 'failed',
      failure: { name: 'ScriptFailed', stage: 'provision' },
      kept_builder: { instance_id: expect.stringMatching(/^i-/), region: home },
    });
    const { instance_id: id, until } = run.kept_builder;
    expect(Math.abs(Date.parse(until) - ended - 2 * hours)).toBeLessThan(2 * minutes);
    const tag = tagOf((await instance(id)).Tags, tagKeys.ttlDeadline);
    expect(Date.parse(tag ?? '')).toBeLessThanOrEqual(Date.parse(until));
    expect(Date.parse(until) - Date.parse(tag ?? '')).toBeLessThan(1000);
    await journey.advance(110 * minutes);
    expect((await instance(id)).State.Name).toBe('running');
    const command = await journey.request('POST', `/v1/instances/${id}/commands`, { command: 'cat /opt/half' });
    expect(command.status).toBe(202);
    expect(await leftovers(journey)).toEqual([`${home} ${id}`]);
    await journey.advance(45 * minutes);
    expect((await instance(id))?.State.Name ?? 'terminated').toBe('terminated');
    expect(await leftovers(journey)).toEqual([]);
  });

  test('can be removed earlier', async () => {
    const { kept_builder: kept } = await finished(journey, await failing('early'));
    expect((await journey.request('DELETE', `/v1/instances/${kept.instance_id}`)).status).toBe(200);
    await journey.advance(20 * minutes);
    expect(await leftovers(journey)).toEqual([]);
    expect((await journey.request('GET', '/v1/debts')).body.debts).toEqual([]);
  });

  test('lives as long as it was asked for, even if the limits of the build are short', async () => {
    const limits = { ready: '5m', script: '5m', clean: '5m', stop: '5m' };
    const recipe = { stack: 'brief', limits, ...provisioned('exit 3') };
    const run = await finished(journey, await startSmall(journey, recipe, { keep_failed_seconds: 24 * 3600 }));
    await journey.advance(23 * hours);
    expect((await instance(run.kept_builder.instance_id)).State.Name).toBe('running');
    await journey.advance(2 * hours);
    expect(await leftovers(journey)).toEqual([]);
  });

  test('goes at once without the request, after a cancel, and when the test of its image fails', async () => {
    const plain = await finished(journey, await failing('plain', {}));
    const id = await startSmall(
      journey,
      { stack: 'stopped', ...provisioned('sleep 200') },
      { keep_failed_seconds: 7200 },
    );
    await journey.advance(3 * minutes);
    await journey.request('DELETE', `/v1/builds/${id}`);
    const cancelled = await finished(journey, id);
    const recipe = { stack: 'untested', test: { run: '#!/bin/bash\nexit 1\n', timeout: '5m' } };
    const untested = await finished(journey, await startSmall(journey, recipe, { keep_failed_seconds: 7200 }));
    expect([plain, cancelled, untested].map(({ kept_builder }) => kept_builder)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    await journey.advance(2 * minutes);
    expect(await leftovers(journey)).toEqual([]);
  });

  test.each([599, 86_401, 1.5])('is not kept for %p seconds', async (seconds) => {
    const body = { recipe: smallRecipe({ stack: 'long' }), keep_failed_seconds: seconds };
    expect((await journey.request('POST', '/v1/builds', body)).body).toMatchObject({
      status: 400,
      name: 'InvalidRequest',
      detail: expect.stringContaining('keep_failed_seconds'),
    });
  });
});
