import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { Handler } from '../function/lambda';
import { functionNames, functions } from '../function/table';
import { Schedules } from '../event/schedules';
import { ReportTopic } from '../event/report-topic';
import { regionsOf } from '../setting/settings';
import { machineLog, StateMachine } from '../part/state-machines';

/** The stack of the nightly run: the state machine, its steps and its schedule. */
export class NightlyStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, properties: StackProps) {
    super(scope, deployment.names.prefixed('nightly'), properties);
    const { names, settings } = deployment;
    for (const name of functionNames.filter((each) => functions[each].folder === 'night'))
      new Handler(this, name, deployment);
    new ReportTopic(this, deployment);
    new StateMachine(this, 'nightly', deployment, machineLog(this, 'nightly', deployment));
    new Schedules(this, 'nightly-schedules', deployment, [
      {
        name: 'nightly',
        summary: 'Starts the nightly checks',
        expression: `cron(${settings.nightly.cron})`,
        timeZone: settings.nightly.time_zone,
        targetArn: names.machineArn('nightly'),
        action: 'states:StartExecution',
        input: { regions: regionsOf(settings) },
      },
    ]);
  }
}
