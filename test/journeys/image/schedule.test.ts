import { tagKeys } from '../../../core/tags';
import { hours, localStack, tagOf, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { spawnIn } from '../../kit/spawn-in';
import { sweepingEvery } from '../../kit/templates';

const west = 'us-west-2';
const day = 24 * hours;

describe('a deprecated image with a schedule', () => {
  let journey: Journey;
  let old: any;
  let newer: any;
  const show = async (id: string) => (await journey.request('GET', `/v1/images/${id}`)).body;
  const copy = () => old.replicas[0].ami_id as string;
  const inEc2 = async (id: string, region?: string) =>
    (await journey.ec2('DescribeImages', { Owners: ['self'], IncludeDisabled: true }, region)).Images.find(
      ({ ImageId, State }: any) => ImageId === id && State !== 'deregistered',
    );
  const spawn = async (...argv: string[]) => {
    const answer = await spawnIn(journey, argv);
    if (answer.code !== 0) throw new Error(answer.err);
    return answer.out;
  };
  /** A night, and the cleanup that it starts. */
  const night = async (): Promise<any> => {
    const report = await nightReport(journey);
    const id = report.steps.cleanup.cleanup_id;
    if (id !== undefined) {
      const { execution_arn } = (await journey.request('GET', `/v1/cleanups/${id}`)).body;
      await journey.clock.until(journey.local.states.ended(execution_arn));
    }
    return report;
  };

  beforeAll(async () => {
    journey = await localStack({ edit: sweepingEvery(10) });
    old = await buildSmall(journey, { version: '1.0.0', regions: [west] });
    newer = await buildSmall(journey, { version: '2.0.0' });
  }, 240_000);

  test('shows it in lists and details, and refuses one that runs backwards', async () => {
    const backwards = await spawnIn(journey, [
      ...['deprecate-ami', old.ami_id, '--disable-at', '3d', '--remove-at', '2d', '--yes'],
    ]);
    expect([backwards.code, backwards.err]).toEqual([2, expect.stringContaining('before it is disabled')]);
    expect((await show(old.ami_id)).deprecated).toBe(false);
    const from = journey.clock.now();
    await spawn('deprecate-ami', old.ami_id, '--reason', 'too old', '--disable-at', '2d', '--remove-at', '4d', '--yes');
    const [disable, remove] = [2, 4].map((days) => new Date(from + days * day).toISOString().slice(0, 10));
    expect(await spawn('list-amis', '--deprecated')).toContain(`[disable at ${disable}] [remove at ${remove}]`);
    expect(await spawn('ami', 'show', old.ami_id)).toMatch(/Scheduled +disable at .*, remove at /);
    const [first] = JSON.parse(await spawn('list-amis', '--deprecated', '--version', '1.0.0', '-o', 'json'));
    expect([first.disable_at.slice(0, 10), first.remove_at.slice(0, 10)]).toEqual([disable, remove]);
  });

  test('stays as it is before its time, and is disabled by the night after it, in every region', async () => {
    expect((await night()).steps.schedules.disabled).toBe(0);
    await journey.advance(2 * day);
    const { steps, text } = await night();
    expect([steps.schedules.disabled, text]).toEqual([2, expect.stringContaining('was disabled as scheduled')]);
    await journey.advance(10_000);
    for (const [id, region] of [[old.ami_id], [copy(), west]] as const)
      expect((await inEc2(id, region)).State).toBe('disabled');
    expect((await show(copy())).revocation).toMatchObject({ reason: 'disabled as scheduled: too old' });
    expect((await night()).steps.schedules.disabled).toBe(0);
  });

  test('comes back by a restore, which cancels all that was scheduled', async () => {
    await spawn('ami', 'restore', old.ami_id);
    await journey.advance(10_000);
    const { State, Tags } = await inEc2(old.ami_id);
    expect([State, tagOf(Tags, tagKeys.disableAt), tagOf(Tags, tagKeys.removeAt)]).toEqual([
      'available',
      undefined,
      undefined,
    ]);
    await journey.advance(5 * day);
    expect((await night()).steps.schedules).toMatchObject({ disabled: 0 });
    expect(await inEc2(old.ami_id)).toBeDefined();
    await spawn('deprecate-ami', old.ami_id, '--remove-at', '1d', '--yes');
    await spawn('ami', 'restore', old.ami_id);
    expect((await show(old.ami_id)).tags[tagKeys.removeAt]).toBeUndefined();
  });

  test('is not removed while something protects it, and says why', async () => {
    const { body } = await journey.request('POST', '/v1/instances', {
      ...{ instance_type: 'm7i.large', ami: old.ami_id, ttl: '900h' },
    });
    await spawn('deprecate-ami', old.ami_id, '--remove-at', '1d', '--yes');
    await spawn('deprecate-ami', newer.ami_id, '--remove-at', '1d', '--yes');
    await journey.advance(25 * hours);
    const { steps } = await night();
    expect(steps.cleanup.lines.join()).toContain('for 3 images whose scheduled removal is due');
    expect(await inEc2(copy(), west)).toBeDefined();
    const reason = `the instance ${body.instance.instance_id} was launched from it`;
    expect((await show(old.ami_id)).removal_postponed.reasons.join()).toContain(reason);
    expect((await show(newer.ami_id)).removal_postponed.reasons).toEqual([
      'it is the last good version of its stack and variant: publish a newer one first',
    ]);
    expect(await spawn('ami', 'show', old.ami_id)).toContain(`(stays: ${reason}`);
    expect((await night()).text).toContain(`and stays: ${reason}`);
    await journey.request('DELETE', `/v1/instances/${body.instance.instance_id}`);
  });

  test('is removed by the night once nothing protects it, and the last good version never', async () => {
    await journey.advance(2 * hours);
    await night();
    expect(await inEc2(old.ami_id)).toBeUndefined();
    expect(await show(old.ami_id)).toMatchObject({
      state: 'deregistered',
      removal_reasons: [expect.stringContaining('its removal was scheduled for')],
    });
    expect(await inEc2(newer.ami_id)).toBeDefined();
    expect(await inEc2(copy(), west)).toBeDefined();
  });
});
