import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { alarmOnErrors, alarmOnSilence } from '../event/alarms';
import type { Deployment } from '../setting/deployment';
import { Events } from '../event/rules';
import { Notifications } from '../event/notifications';
import { Handler } from '../function/lambda';
import type { Folder, FunctionName } from '../function/table';
import { functionNames, functions } from '../function/table';
import { RebuildSchedules } from '../event/rebuild-schedules';
import { Schedules } from '../event/schedules';
import { machineLog, StateMachine } from '../part/state-machines';

const folders: readonly Folder[] = [
  'pipeline',
  'build',
  'create',
  'test',
  'publish',
  'replication',
  'launch',
  'rollout',
  'events',
];

/** The stack of builds: state machines with their steps, rules that complete waits, the sweeper and the reaper. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, properties: StackProps) {
    super(scope, deployment.names.prefixed('pipeline'), properties);
    const { names, settings } = deployment;
    const handlers = new Map<FunctionName, Handler>();
    for (const name of functionNames.filter((each) => folders.includes(functions[each].folder)))
      handlers.set(name, new Handler(this, name, deployment));
    const handler = (name: FunctionName) => handlers.get(name) as Handler;

    const log = machineLog(this, 'pipeline', deployment);
    for (const name of ['pipeline', 'build', 'create', 'test', 'replicate', 'launch', 'rollout'] as const)
      new StateMachine(this, name, deployment, log);

    new Events(this, deployment, {
      completeWaits: handler('complete-waits'),
      compensateStopped: handler('compensate-stopped'),
      followImage: handler('follow-image'),
      publishChannel: handler('publish-channel'),
      rebuildChildren: handler('rebuild-children'),
      tellOwners: handler('tell-owners'),
    });
    new Notifications(this, deployment);
    const every = (minutes: number) => `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;
    new Schedules(this, 'schedules', deployment, [
      {
        name: 'sweep-waits',
        summary: 'Checks the resources of all waits, because events can be lost',
        expression: every(settings.sweep_minutes),
        targetArn: handler('sweep-waits').function.attrArn,
        action: 'lambda:InvokeFunction',
        input: {},
      },
      {
        name: 'reap-leftovers',
        summary: 'Removes what builds left behind',
        expression: every(settings.reap_minutes),
        targetArn: handler('reap-leftovers').function.attrArn,
        action: 'lambda:InvokeFunction',
        input: {},
      },
    ]);
    new RebuildSchedules(this, 'rebuild-schedules', deployment);
    alarmOnSilence(this, names, 'sweep-waits', settings.sweep_minutes);
    alarmOnSilence(this, names, 'reap-leftovers', settings.reap_minutes);
    alarmOnErrors(
      this,
      names,
      'reap-leftovers',
      'Leftovers could not be removed, or a location could not be read: list them with spawn debts',
    );
  }
}
