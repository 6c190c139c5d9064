import { CreateScheduleCommand, DeleteScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import type { RebuildSchedule } from '../../core/build/schedules';
import { environment } from '../client/environment';
import { isAwsError } from '../client/errors';
import { scheduler } from '../client/clients';
import { everyPage } from '../client/pages';

/** Returns the names of the deployment's schedules for rebuilds that begin with a prefix, or of all. */
export async function rebuildSchedules(prefix?: string): Promise<string[]> {
  const { group } = environment().rebuildSchedules;
  const found = await everyPage('ListSchedules', async (token) => {
    const answer = await scheduler().send(
      new ListSchedulesCommand({
        GroupName: group,
        MaxResults: 100,
        ...(prefix !== undefined && { NamePrefix: prefix }),
        ...(token && { NextToken: token }),
      }),
    );
    return { items: answer.Schedules, next: answer.NextToken };
  });
  return found.map(({ Name = '' }) => Name);
}

/** Creates a schedule for rebuilds. One with the same name does the same, and is no error. */
export async function createRebuildSchedule(schedule: RebuildSchedule): Promise<void> {
  const { group, role, target, dead_letters } = environment().rebuildSchedules;
  try {
    await scheduler().send(
      new CreateScheduleCommand({
        Name: schedule.name,
        GroupName: group,
        Description: schedule.description,
        ScheduleExpression: schedule.expression,
        ScheduleExpressionTimezone: schedule.time_zone,
        FlexibleTimeWindow: { Mode: 'OFF' },
        State: 'ENABLED',
        Target: {
          Arn: target,
          RoleArn: role,
          Input: JSON.stringify(schedule.input),
          // The nightly run starts what was not started for longer.
          RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
          DeadLetterConfig: { Arn: dead_letters },
        },
      }),
    );
  } catch (error) {
    if (!isAwsError(error, 'ConflictException')) throw error;
  }
}

/** Deletes a schedule for rebuilds. One that does not exist is no error. */
export async function deleteRebuildSchedule(name: string): Promise<void> {
  const { group } = environment().rebuildSchedules;
  try {
    await scheduler().send(new DeleteScheduleCommand({ GroupName: group, Name: name }));
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
  }
}
