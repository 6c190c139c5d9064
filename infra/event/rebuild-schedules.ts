import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { sendDeadLetters } from '../grant/flow';
import { policyOf } from '../grant/form';
import { trustOf } from '../role/service';
import type { Deployment } from '../setting/deployment';

/**
 * The group of the schedules of rebuilds, which functions create, and their role. EventBridge Scheduler deletes the
 * schedules with the group (user guide, "Deleting a schedule group").
 */
export class RebuildSchedules extends Construct {
  constructor(scope: Construct, id: string, { names, settings }: Deployment) {
    super(scope, id);
    new CfnScheduleGroup(this, 'Group', { name: names.rebuilds });
    new CfnRole(this, 'Role', {
      roleName: names.global('rebuild-schedules'),
      assumeRolePolicyDocument: trustOf('scheduler.amazonaws.com'),
      policies: [
        {
          policyName: 'targets',
          policyDocument: policyOf([
            { actions: ['lambda:InvokeFunction'], resources: [names.functionArn('start-rebuild')] },
            ...sendDeadLetters(names, settings),
          ]),
        },
      ],
    });
  }
}
