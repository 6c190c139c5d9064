import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { Grant } from '../grant/form';
import { policyOf } from '../grant/form';
import { sendDeadLetters } from '../grant/flow';
import { trustOf } from '../role/service';
import type { scheduleNames } from '../setting/triggers';

/** A scheduled invocation of a function or start of a state machine. */
export interface Schedule {
  readonly name: (typeof scheduleNames)[number];
  readonly summary: string;
  readonly expression: string;
  readonly timeZone?: string;
  readonly targetArn: string;
  readonly action: 'lambda:InvokeFunction' | 'states:StartExecution';
  readonly input: object;
}

/** Schedules with one role that may start only their targets. Failed starts go to the dead-letter queue. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { names, settings }: Deployment, schedules: readonly Schedule[]) {
    super(scope, id);
    const starts: Grant[] = schedules.map(({ action, targetArn }) => ({ actions: [action], resources: [targetArn] }));
    const role = new CfnRole(this, 'Role', {
      roleName: names.global(id),
      assumeRolePolicyDocument: trustOf('scheduler.amazonaws.com'),
      policies: [{ policyName: 'targets', policyDocument: policyOf([...starts, ...sendDeadLetters(names, settings)]) }],
    });
    for (const schedule of schedules) {
      new CfnSchedule(this, schedule.name, {
        name: names.prefixed(schedule.name),
        description: schedule.summary,
        scheduleExpression: schedule.expression,
        scheduleExpressionTimezone: schedule.timeZone ?? 'UTC',
        flexibleTimeWindow: { mode: 'OFF' },
        state: 'ENABLED',
        target: {
          arn: schedule.targetArn,
          roleArn: role.attrArn,
          input: JSON.stringify(schedule.input),
          // The next run comes soon, so an old one is not repeated.
          retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 3 },
          deadLetterConfig: { arn: names.deadLettersArn },
        },
      });
    }
  }
}
