import { cleanups } from '../../kit/cleanups';
import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { onlySweepingEvery } from '../../kit/templates';

const days = 24 * hours;
const abroad = 'eu-west-1';

describe('an image of a stack whose policy protects it from deregistration', () => {
  let journey: Journey;
  let cleaning: ReturnType<typeof cleanups>;
  let [cooled, plain, newest]: string[] = [];
  const build = async (version: string): Promise<string> => (await buildSmall(journey, { version })).ami_id;
  const protectionOf = async (id: string, region = home): Promise<string> =>
    (await cleaning.inEc2(id, region))?.DeregistrationProtection;
  const protect = (kind: string) =>
    spawnIn(journey, ['stack', 'set', 'tool', '--deregistration-protection', kind, '-y']);
  const planFor = (id: string, more: object = {}) => cleaning.start({ ami_ids: [id], ...more });
  const entryOf = (plan: any, id: string) => plan.entries.find((entry: any) => entry.id === id);

  beforeAll(async () => {
    journey = await localStack({ edit: onlySweepingEvery(10) });
    cleaning = cleanups(journey);
    expect((await protect('with-cooldown')).code).toBe(0);
    cooled = await build('1.0.0');
    await protect('without-cooldown');
    plain = await build('2.0.0');
    await protect('never');
    newest = await build('3.0.0');
    await journey.request('PUT', '/v1/stacks/tool', { cleanup: { grace_minutes: 1 } });
  }, 120_000);

  test('is protected at its publication, with or without a cooldown', async () => {
    expect([await protectionOf(cooled!), await protectionOf(plain!), await protectionOf(newest!)]).toEqual([
      'enabled-with-cooldown',
      'enabled-without-cooldown',
      'disabled',
    ]);
    await expect(journey.ec2('DeregisterImage', { ImageId: plain })).rejects.toThrow(/deregistration protection/);
  });

  test('has protected copies', async () => {
    await protect('with-cooldown');
    const { body } = await journey.request('POST', `/v1/images/${plain}/replicas`, { regions: [abroad] });
    await journey.clock.until(journey.local.states.ended(body.execution_arn));
    const run = (await journey.request('GET', `/v1/builds/${body.operation_id}`)).body;
    expect(run).toMatchObject({ status: 'succeeded' });
    expect(await protectionOf(run.replicas[0].ami_id, abroad)).toBe('enabled-with-cooldown');
  });

  test('goes by a cleanup, which says that it turns the protection off', async () => {
    const plan = await cleaning.ended(await planFor(plain!, { region: home }));
    expect(entryOf(plan, plain!).reasons[0]).toMatch(/; its deregistration protection is turned off$/);
    const applied = await cleaning.apply(plan.cleanup_id);
    expect((await cleaning.ended({ ...plan, ...applied })).counts).toMatchObject({ removed: 1 });
    expect(await cleaning.inEc2(plain!)).toBeUndefined();
  });

  test('stays protected if the cleanup takes it back', async () => {
    const plan = await cleaning.ended(await planFor(cooled!));
    const applied = await cleaning.apply(plan.cleanup_id);
    await journey.advance(30 * minutes);
    await cleaning.tag(cooled!, 'spawn:keep');
    expect((await cleaning.ended({ ...plan, ...applied })).counts).toMatchObject({ removed: 0, taken_back: 1 });
    expect(await protectionOf(cooled!)).toBe('enabled-with-cooldown');
    await journey.advance(2 * days);
    await expect(journey.ec2('DeregisterImage', { ImageId: cooled })).rejects.toThrow(/deregistration protection/);
    await journey.ec2('DeleteTags', { Resources: [cooled], Tags: [{ Key: 'spawn:keep' }] });
  });

  test('goes after the cooldown of 24 hours, which the plan names', async () => {
    const plan = await cleaning.ended(await planFor(cooled!));
    expect(entryOf(plan, cooled!).reasons[0]).toContain('it goes when the cooldown of 24 hours has passed');
    const applied = await cleaning.apply(plan.cleanup_id);
    await journey.advance(23 * hours);
    expect(await cleaning.inEc2(cooled!)).toMatchObject({ State: 'available' });
    expect((await cleaning.ended({ ...plan, ...applied })).counts).toMatchObject({ removed: 1, failed: 0 });
    expect(await cleaning.inEc2(cooled!)).toBeUndefined();
  });

  test('stays if somebody protects it by hand', async () => {
    await journey.ec2('EnableImageDeregistrationProtection', { ImageId: newest });
    await journey.request('POST', `/v1/images/${newest}/deprecation`, {});
    const plan = await cleaning.ended(await planFor(newest!));
    expect(cleaning.kept(plan, newest!)).toContain('deregistration-protected');
  });
});
