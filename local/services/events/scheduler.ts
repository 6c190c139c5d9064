import { repeat } from '../../kernel/background';
import type { OperationService, Operations } from '../../kernel/service';
import { createService, page } from '../../kernel/service';
import type { Call, Timer, World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import type { ServiceIntegrations } from './delivery';
import { deliver } from './delivery';
import { parseSchedule } from './schedule';

const MODELED = [
  'Name',
  'GroupName',
  'Description',
  'ScheduleExpression',
  'ScheduleExpressionTimezone',
  'State',
  'FlexibleTimeWindow',
  'Target',
  'ActionAfterCompletion',
  'ClientToken',
];
const TARGET = ['Arn', 'RoleArn', 'Input', 'RetryPolicy', 'DeadLetterConfig'];

type Schedule = Record<string, any>;

export interface Scheduler extends OperationService {
  /** A schedule of a template, by the same members as CreateSchedule. */
  define(schedule: Schedule): void;
  defineGroup(name: string): void;
  readonly failures: { schedule: string; reason: string }[];
  close(): void;
}

/**
 * Creates EventBridge Scheduler: rate, cron and one-time schedules with time zones. The flexible window is ignored;
 * failed targets are not retried.
 */
export function createScheduler(world: World, integrations: ServiceIntegrations): Scheduler {
  const schedules = new Map<string, { schedule: Schedule; timer?: Timer }>();
  const groups = new Set(['default']);
  const failures: Scheduler['failures'] = [];
  const keyOf = (schedule: Schedule): string => `${schedule.GroupName ?? 'default'}/${schedule.Name}`;
  const arnOf = (schedule: Schedule): string =>
    `arn:aws:scheduler:${world.homeRegion}:${world.accountId}:schedule/${keyOf(schedule)}`;

  function check(schedule: Schedule): void {
    for (const member of Object.keys(schedule))
      if (!MODELED.includes(member)) throw new AwsError('ValidationException', `Schedule.${member} is not simulated.`);
    for (const member of Object.keys(schedule.Target))
      if (!TARGET.includes(member))
        throw new AwsError('ValidationException', `Schedule.Target.${member} is not simulated.`);
    if (!/^[0-9a-zA-Z-_.]{1,64}$/.test(schedule.Name))
      throw new AwsError(
        'ValidationException',
        `The schedule name '${schedule.Name}' is not 1 to 64 letters, digits, '-', '_', '.'.`,
      );
    if (!groups.has(schedule.GroupName ?? 'default'))
      throw new AwsError('ResourceNotFoundException', `Schedule group ${schedule.GroupName} does not exist.`, 404);
  }

  async function fire(schedule: Schedule): Promise<void> {
    const { Arn: arn, RoleArn, Input = '{}', DeadLetterConfig } = schedule.Target;
    const role = world.role(String(RoleArn).split('/').pop()!);
    try {
      await deliver(world, integrations, {
        arn,
        role,
        input: JSON.parse(Input),
        service: 'scheduler.amazonaws.com',
        sourceArn: arnOf(schedule),
      });
    } catch (error) {
      failures.push({ schedule: schedule.Name, reason: `${(error as Error).name}: ${(error as Error).message}` });
      if (DeadLetterConfig?.Arn && role)
        await world.call(role, 'sqs', 'SendMessage', world.homeRegion, {
          QueueUrl: DeadLetterConfig.Arn,
          MessageBody: Input,
        });
    }
  }

  function define(schedule: Schedule): void {
    check(schedule);
    const next = parseSchedule(
      schedule.ScheduleExpression,
      schedule.ScheduleExpressionTimezone ?? 'UTC',
      world.clock.now(),
    );
    const once = schedule.ScheduleExpression.startsWith('at(');
    if (once && next(world.clock.now()) === undefined)
      throw new AwsError('ValidationException', `The schedule '${schedule.ScheduleExpression}' lies in the past.`);
    const run = (): void => {
      if (once && schedule.ActionAfterCompletion === 'DELETE') schedules.delete(keyOf(schedule));
      void fire(schedule);
    };
    const timer = (schedule.State ?? 'ENABLED') === 'ENABLED' ? repeat(world.clock, next, run) : undefined;
    schedules.set(keyOf(schedule), { schedule, timer });
  }

  function named(call: Call): { schedule: Schedule; timer?: Timer } {
    call.authorize(`scheduler:${call.action}`, arnOf(call.input));
    const found = schedules.get(keyOf(call.input));
    if (!found) throw new AwsError('ResourceNotFoundException', `Schedule ${call.input.Name} does not exist.`, 404);
    return found;
  }
  function put(call: Call): Record<string, any> {
    call.authorize(`scheduler:${call.action}`, arnOf(call.input));
    call.authorize('iam:PassRole', call.input.Target.RoleArn, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
    const present = schedules.get(keyOf(call.input));
    if (call.action === 'CreateSchedule' && present)
      throw new AwsError('ConflictException', `Schedule ${call.input.Name} already exists.`, 409);
    if (call.action === 'UpdateSchedule' && !present)
      throw new AwsError('ResourceNotFoundException', `Schedule ${call.input.Name} does not exist.`, 404);
    present?.timer?.cancel();
    define(call.input);
    return { ScheduleArn: arnOf(call.input) };
  }

  const operations: Operations = {
    CreateSchedule: { parameters: MODELED, run: put },
    UpdateSchedule: { parameters: MODELED, run: put },
    GetSchedule: {
      parameters: ['Name', 'GroupName'],
      run: (call) => ({ ...named(call).schedule, Arn: arnOf(call.input) }),
    },
    DeleteSchedule: {
      parameters: ['Name', 'GroupName', 'ClientToken'],
      run(call) {
        named(call).timer?.cancel();
        schedules.delete(keyOf(call.input));
        return {};
      },
    },
    ListSchedules: {
      parameters: ['GroupName', 'NamePrefix', 'MaxResults', 'NextToken'],
      run(call) {
        const { GroupName, NamePrefix = '', MaxResults = 100, NextToken } = call.input;
        call.authorize('scheduler:ListSchedules', '*');
        const isAsked = (one: Schedule): boolean =>
          one.Name.startsWith(NamePrefix) && (GroupName === undefined || (one.GroupName ?? 'default') === GroupName);
        const found = [...schedules.values()].map(({ schedule }) => schedule).filter(isAsked);
        const { items, next } = page(found, MaxResults, NextToken);
        const summary = (one: Schedule): Schedule => ({
          Name: one.Name,
          GroupName: one.GroupName ?? 'default',
          Arn: arnOf(one),
          State: one.State ?? 'ENABLED',
          Target: { Arn: one.Target.Arn },
        });
        return { Schedules: items.map(summary), NextToken: next };
      },
    },
  };
  return {
    ...createService('scheduler', operations),
    define,
    defineGroup: (name) => void groups.add(name),
    failures,
    close: () => schedules.forEach(({ timer }) => timer?.cancel()),
  };
}
