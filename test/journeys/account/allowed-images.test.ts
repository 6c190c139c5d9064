import type { Finding } from '../../../core/doctor/finding';
import type { PolicyStatement } from '../../../local/kernel/types';
import { home, localStack, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';

const canonical = '099720109477';
const stranger = '666666666666';
const away = ['us-west-2', 'eu-west-1'];

describe('Allowed AMIs of the account', () => {
  let journey: Journey;
  let account: string;
  const show = async (query = '') => (await journey.request('GET', `/v1/allowed-images${query}`)).body;
  const set = (body: object) => journey.request('PUT', '/v1/allowed-images', body);
  const examined = async (region: string = home): Promise<Finding | undefined> =>
    (await journey.request('GET', '/v1/doctor')).body.findings.find(
      ({ check, subject }: Finding) => check === 'allowed-images' && subject === region,
    );
  const settingIn = (region: string) => journey.ec2('GetAllowedImagesSettings', {}, region);
  const denying = async (actions: string[], run: () => Promise<void>) => {
    const { policies } = journey.local.roles.get('spawn-dev-allow-images-us-east-1');
    const before = [...policies];
    const statement = { Effect: 'Deny' as const, Action: actions, Resource: '*' };
    policies.push({ Version: '2012-10-17', Statement: [statement] });
    await run();
    policies.splice(0, policies.length, ...before);
  };
  const changes = () =>
    journey.local.calls.filter(({ action }) => /^(Enable|Disable|Replace).*AllowedImages/.test(action)).length;

  beforeAll(async () => {
    journey = await localStack();
    account = journey.local.world.accountId;
  });

  test('are off in a fresh account, and the doctor says so for each region', async () => {
    expect(await examined()).toMatchObject({ result: 'ok', seen: expect.stringContaining('is off') });
    expect(await examined(away[0])).toMatchObject({ result: 'ok' });
  });

  test('accept no image of others while nothing is published', async () => {
    expect((await show()).criteria).toEqual([{ ImageProviders: ['none'] }]);
  });

  test('get criteria by owner and name of what is published, and changes nothing', async () => {
    const { stack } = await buildSmall(journey);
    expect(await show('?vendors=true')).toMatchObject({
      account,
      criteria: [
        { ImageProviders: [account], ImageNames: [`${stack}-*`] },
        { ImageProviders: ['amazon', canonical, '136693071363'] },
      ],
      regions: [home, ...away].map((region) => ({
        region,
        state: 'disabled',
        managed_by: 'account',
        same: false,
        refused: [],
      })),
    });
    expect((await show(`?stacks=${stack}`)).criteria).toHaveLength(1);
    expect((await journey.request('GET', '/v1/allowed-images?stacks=jax')).body).toMatchObject({
      status: 404,
      name: 'StackNotFound',
    });
    expect(changes()).toBe(0);
  });

  test('without the vendors would refuse the bases of own builds, so that they are not enabled', async () => {
    const { refused } = (await show()).regions[0];
    expect(refused).toContainEqual(expect.objectContaining({ kind: 'base', owner_id: '137112412989' }));
    expect((await set({ state: 'enabled' })).body).toMatchObject({
      status: 409,
      name: 'WrongState',
      detail: expect.stringMatching(/with --vendors.*Nothing was changed\.$/),
    });
    expect(changes()).toBe(0);
  });

  test('in audit mode refuse nothing, and the doctor says what they would refuse', async () => {
    const [other] = (await journey.ec2('DescribeImages', { Owners: [stranger] })).Images;
    await journey.ec2('RunInstances', {
      ImageId: other.ImageId,
      InstanceType: 'm7i.large',
      MinCount: 1,
      MaxCount: 1,
    });
    await journey.advance(60_000);
    expect((await set({ state: 'audit-mode' })).body).toMatchObject({
      changed: true,
      complete: true,
      results: [home, ...away].map((region) => ({ region, changed: true })),
    });
    expect([(await settingIn(home)).State, (await settingIn(away[1]!)).State]).toEqual(['audit-mode', 'audit-mode']);
    const finding = await examined();
    expect(finding).toMatchObject({ result: 'warning', mend: expect.stringContaining('--vendors') });
    expect(finding?.seen).toContain(`${other.ImageId} of ${stranger} (1 instance)`);
    expect(finding?.seen).toContain('base of');
    expect(await examined(away[0])).toMatchObject({ result: 'ok' });
  });

  test('change nothing a second time, and are in the history once for each region', async () => {
    const before = changes();
    expect((await set({ state: 'audit-mode' })).body).toMatchObject({ changed: false, complete: true });
    expect(changes()).toBe(before);
    const { events } = (await journey.request('GET', '/v1/history')).body;
    expect(
      events
        .filter(({ action }: any) => action === 'allowed-images-changed')
        .map(({ region, by, detail }: any) => [
          region,
          by !== undefined,
          /^Allowed AMIs in [a-z0-9-]+: disabled → audit-mode/.test(detail),
        ])
        .sort(),
    ).toEqual([home, ...away].sort().map((region) => [region, true, true]));
  });

  test('enabled with the vendors refuse strangers, while own builds go on', async () => {
    expect((await set({ state: 'enabled', vendors: true })).body).toMatchObject({ changed: true, complete: true });
    expect((await show('?vendors=true')).regions[0]).toMatchObject({ state: 'enabled', same: true });
    expect(await examined()).toMatchObject({ result: 'warning', seen: expect.stringContaining(stranger) });
    expect((await journey.ec2('DescribeImages', { Owners: [stranger] })).Images).toEqual([]);
    expect((await buildSmall(journey, { version: '1.1.0' })).ami_id).toMatch(/^ami-/);
  });

  test('that somebody else enables without the vendors are a failure that names the bases', async () => {
    await journey.ec2('ReplaceImageCriteriaInAllowedImagesSettings', { ImageCriteria: [{ ImageProviders: ['none'] }] });
    expect(await examined()).toMatchObject({
      result: 'failed',
      seen: expect.stringContaining('EC2 does not find'),
      mend: expect.stringContaining('spawn ami allowed --vendors --apply --audit'),
    });
    const launch = (await journey.request('GET', '/v1/doctor')).body.findings.find(
      ({ check }: Finding) => check === 'launch',
    );
    expect(launch).toMatchObject({ result: 'failed', mend: expect.stringContaining('allowed-images') });
    expect((await set({ state: 'enabled', vendors: true })).body.detail).toContain('set audit mode first');
    expect((await set({ state: 'audit-mode', vendors: true })).body.complete).toBe(true);
  });

  test('go from enabled to audit mode before new criteria are set, and say what a failure in between left', async () => {
    await set({ state: 'enabled', vendors: true });
    const before = (await settingIn(home)).ImageCriteria;
    await denying(['ec2:EnableAllowedImagesSettings'], async () => {
      expect((await set({ state: 'audit-mode' })).body.results[0]).toMatchObject({ changed: false });
    });
    expect(await settingIn(home)).toMatchObject({ State: 'enabled', ImageCriteria: before });
    await denying(['ec2:ReplaceImageCriteriaInAllowedImagesSettings'], async () => {
      expect((await set({ state: 'audit-mode' })).body).toMatchObject({
        changed: true,
        complete: false,
        results: [home, ...away].map((region) => ({ region, changed: true, error: { name: 'PermissionDenied' } })),
      });
    });
    expect(await settingIn(home)).toMatchObject({ State: 'audit-mode', ImageCriteria: before });
    const { events } = (await journey.request('GET', '/v1/history')).body;
    expect(events.map(({ detail }: any) => detail)).toContain(`Allowed AMIs in ${home}: enabled → audit-mode`);
  });

  test('are turned off on request, without a look at images and bases', async () => {
    const calls = journey.local.calls.length;
    expect((await journey.request('GET', '/v1/allowed-images?state=disabled')).body).toMatchObject({
      criteria: [],
      regions: [home, ...away].map((region) => ({ region, state: 'audit-mode', refused: [] })),
    });
    expect((await set({ state: 'disabled' })).body).toMatchObject({ changed: true, complete: true });
    expect((await settingIn(home)).State).toBe('disabled');
    const asked = new Set(journey.local.calls.slice(calls).map(({ action }) => action));
    expect([...asked].filter((action) => /^(DescribeImages|GetParameter|DescribeInstanceImage)/.test(action))).toEqual(
      [],
    );
  });

  test('are set in every region that EC2 lets be set, and the answer names the others', async () => {
    const { policies } = journey.local.roles.get('spawn-dev-allow-images-us-east-1');
    const before = [...policies];
    policies.push({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Action: 'ec2:EnableAllowedImagesSettings',
          Resource: '*',
          Condition: { StringEquals: { 'ec2:Region': 'us-west-2' } },
        },
      ],
    });
    const { body } = await set({ state: 'audit-mode', vendors: true });
    policies.splice(0, policies.length, ...before);
    expect([body.changed, body.complete]).toEqual([true, false]);
    expect(body.results).toEqual([
      { region: home, changed: true },
      { region: 'us-west-2', changed: false, error: expect.objectContaining({ name: 'PermissionDenied' }) },
      { region: 'eu-west-1', changed: true },
    ]);
    expect((await set({ state: 'audit-mode', vendors: true })).body.results).toEqual(
      [home, ...away].map((region) => ({ region, changed: region === 'us-west-2' })),
    );
  });

  test('are shown to readers and set by operators only', async () => {
    const statusFor = async (method: string, who: string, body?: object) =>
      (
        await journey.request(method, '/v1/allowed-images', body, {
          credentials: journey.local.person(who, [`spawn-dev-${who}-us-east-1`]),
        })
      ).status;
    expect([await statusFor('GET', 'reader'), await statusFor('PUT', 'reader', { state: 'disabled' })]).toEqual([
      200, 403,
    ]);
    expect([
      await statusFor('PUT', 'launcher', { state: 'disabled' }),
      await statusFor('PUT', 'operator', { state: 'disabled' }),
    ]).toEqual([403, 200]);
  });

  test('that cannot be read are unknown, never OK', async () => {
    const { policies } = journey.local.roles.get('spawn-dev-examine-account-us-east-1');
    const before = [...policies];
    const without = (policy: (typeof policies)[number]) => ({
      ...policy,
      Statement: (policy.Statement as PolicyStatement[]).filter(
        ({ Action }) => ![Action].flat().includes('ec2:GetAllowedImagesSettings'),
      ),
    });
    policies.splice(0, policies.length, ...before.map(without));
    expect(await examined()).toMatchObject({ result: 'unknown' });
    policies.splice(0, policies.length, ...before);
  });
});

test('Allowed AMIs that a declarative policy of the organization manages are shown, and not changed', async () => {
  const journey = await localStack({
    ec2: { allowedImagesPolicy: { state: 'audit-mode', criteria: [{ ImageProviders: ['amazon'] }] } },
  });
  expect((await journey.request('GET', '/v1/allowed-images')).body.regions[0]).toMatchObject({
    managed_by: 'declarative-policy',
  });
  expect((await journey.request('PUT', '/v1/allowed-images', { state: 'disabled' })).body).toMatchObject({
    status: 409,
    name: 'WrongState',
    detail: expect.stringContaining('declarative policy'),
  });
  expect(journey.local.calls.filter(({ action }) => /^(Enable|Disable|Replace).*AllowedImages/.test(action))).toEqual(
    [],
  );
});
