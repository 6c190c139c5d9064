import { localStack, type Journey } from '../../kit/journey';

describe('the policy of a stack', () => {
  let journey: Journey;
  const set = (body: object, options?: Parameters<Journey['request']>[3]) =>
    journey.request('PUT', '/v1/stacks/tool', body, options);
  beforeAll(async () => {
    journey = await localStack();
  });

  test('of which there is nothing is not found, and one that is set is shown and listed', async () => {
    expect((await journey.request('GET', '/v1/stacks/tool')).body).toMatchObject({
      status: 404,
      name: 'StackNotFound',
    });
    expect((await set({ deprecate_after_days: 30, cleanup: { keep_latest: 4 } })).body).toMatchObject({
      revision: 1,
      set: ['cleanup', 'cleanup.keep_latest', 'deprecate_after_days'],
    });
    const shown = (await journey.request('GET', '/v1/stacks/tool')).body;
    expect(shown).toMatchObject({
      revision: 1,
      policy: { deprecate_after_days: 30, cleanup: { keep_latest: 4, enabled: false } },
    });
    const { failed_rebuilds, ...listed } = shown;
    expect(failed_rebuilds).toEqual([]);
    expect((await journey.request('GET', '/v1/stacks')).body.stacks).toEqual([listed]);
  });

  test('changes a member at a time, and the same again is no new revision', async () => {
    expect((await set({ deprecate_after_days: 'never' })).body).toMatchObject({
      revision: 2,
      policy: { deprecate_after_days: null, cleanup: { keep_latest: 4 } },
    });
    expect((await set({ deprecate_after_days: 'never', revision: 1 })).body.revision).toBe(2);
    expect((await set({ deprecate_after_days: null })).body).toMatchObject({
      revision: 3,
      policy: { deprecate_after_days: 90 },
    });
  });

  test('is refused on a stale revision, with unknown members, for a region of nobody, and from who is no operator', async () => {
    expect((await set({ test_replicas: true, revision: 1 })).body).toMatchObject({
      status: 409,
      name: 'WrongState',
      revision: 3,
    });
    expect((await set({ tested: true })).body).toMatchObject({ status: 400, name: 'InvalidRequest' });
    expect((await set({ regions: ['ap-south-2'] })).body).toMatchObject({ status: 400, name: 'RegionNotEnabled' });
    expect(
      (
        await set(
          { test_replicas: true },
          { credentials: journey.local.person('launcher', ['spawn-dev-launcher-us-east-1']) },
        )
      ).status,
    ).toBe(403);
    expect(
      (
        await set(
          { test_replicas: true },
          { credentials: journey.local.person('operator', ['spawn-dev-operator-us-east-1']) },
        )
      ).status,
    ).toBe(200);
  });
});
