import { home, hours, localStack, minutes, type Journey } from '../../kit/journey';
import { nightReport } from '../../kit/nightly';
import { buildSmall } from '../../kit/small-recipe';
import { onlySweepingEvery } from '../../kit/templates';

const group = 'spawn-dev-rebuilds';

describe('a stack with a schedule for its rebuilds', () => {
  let journey: Journey;
  const schedules = async (): Promise<any[]> => {
    const { Schedules } = (await journey.local.call('scheduler', 'ListSchedules', home, { GroupName: group })) as any;
    return Promise.all(
      Schedules.map(({ Name }: any) =>
        journey.local.call('scheduler', 'GetSchedule', home, { Name, GroupName: group }),
      ),
    );
  };
  const expressions = async (): Promise<string[]> =>
    (await schedules()).map((each) => `${each.ScheduleExpression} ${each.ScheduleExpressionTimezone}`);
  const builds = async (): Promise<any[]> =>
    (await journey.request('GET', '/v1/builds')).body.builds.filter((run: any) => run.stack === 'tool');
  const until = async (time: string): Promise<void> => journey.advance(Date.parse(time) - journey.clock.now());
  const set = (rebuild_schedule: unknown): Promise<any> =>
    journey.request('PUT', '/v1/stacks/tool', { rebuild_schedule });
  const changes = (from: number): string[] =>
    journey.local.calls
      .slice(from)
      .filter(({ service, action }) => service === 'scheduler' && /^(Create|Delete|Update)/.test(action))
      .map(({ action }) => action);

  beforeAll(async () => {
    journey = await localStack({ edit: onlySweepingEvery(10) });
    await buildSmall(journey, { version: '1.0.0', rebuild: { cron: '17 4 * * ? *', time_zone: 'Europe/Zurich' } });
  }, 240_000);

  test('is rebuilt at the minute of its recipe, without a night', async () => {
    expect(await schedules()).toMatchObject([
      {
        ScheduleExpression: 'cron(17 4 * * ? *)',
        ScheduleExpressionTimezone: 'Europe/Zurich',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { DeadLetterConfig: { Arn: expect.stringContaining('spawn-dev-dead-letters') } },
      },
    ]);
    await until('2026-01-15T03:16:00Z');
    expect(await builds()).toHaveLength(1);
    await until('2026-01-15T03:19:00Z');
    const [fresh] = await builds();
    expect([fresh.requested_by, fresh.status, fresh.created_at.slice(0, 16)]).toEqual([
      'night',
      'running',
      '2026-01-15T03:17',
    ]);
    await journey.advance(2 * hours);
    expect((await builds()).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect((await nightReport(journey)).steps.rebuilds).toMatchObject({ started: 0 });
    expect(journey.local.scheduler.failures).toEqual([]);
  });

  test('follows its policy, which wins over the recipe; a repeated request changes nothing', async () => {
    const answer = await set({ cron: '30 6 ? * MON *' });
    expect(answer).toMatchObject({ status: 200, body: { policy: { rebuild_schedule: { time_zone: 'UTC' } } } });
    expect(await expressions()).toEqual(['cron(30 6 ? * MON *) UTC']);
    const from = journey.local.calls.length;
    await set({ cron: '30 6 ? * MON *' });
    expect(changes(from)).toEqual([]);
    const before = (await builds()).length;
    await until('2026-01-19T06:35:00Z');
    expect(await builds()).toHaveLength(before + 1);
    expect((await builds())[0].created_at.slice(0, 16)).toBe('2026-01-19T06:30');
    await journey.advance(1 * hours);
  });

  test('has no schedule when the policy says never, and the one of its recipe by default', async () => {
    await set('never');
    expect(await expressions()).toEqual([]);
    const before = (await builds()).length;
    await journey.advance(48 * hours);
    expect((await nightReport(journey)).steps.rebuilds).toMatchObject({ started: 0 });
    expect(await builds()).toHaveLength(before);
    await set(null);
    expect(await expressions()).toEqual(['cron(17 4 * * ? *) Europe/Zurich']);
  });

  test('gets a lost schedule back with the next night, and loses one that nobody wants', async () => {
    const [{ Name }] = await schedules();
    await journey.local.call('scheduler', 'DeleteSchedule', home, { Name, GroupName: group });
    expect((await nightReport(journey)).steps.rebuilds).toMatchObject({ schedules: 1 });
    expect(await expressions()).toEqual(['cron(17 4 * * ? *) Europe/Zurich']);
    await journey.advance(30 * minutes);
  });

  test('is refused with a cron expression or a time zone that EventBridge does not know', async () => {
    expect(await set({ cron: 'every monday' })).toMatchObject({ status: 400, body: { name: 'InvalidRequest' } });
    expect(await set({ cron: '0 4 ? * SUN *', time_zone: 'Mars/Olympus' })).toMatchObject({ status: 400 });
  });
});
