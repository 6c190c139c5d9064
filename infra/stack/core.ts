import type { StackProps } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AlarmTopic, alarmOnDeadLetters } from '../event/alarms';
import { Artifacts } from '../function/artifacts';
import { BuilderNetwork } from '../network/builder';
import { Catalog } from '../part/catalog';
import { DeadLetters } from '../event/dead-letters';
import type { Deployment } from '../setting/deployment';
import { InstanceRoles } from '../role/instance';
import { SigningKey } from '../part/signing-key';

/**
 * The stack of resources that hold data or names and seldom change: table, bucket, network, instance roles, dead
 * letters, alarm topic.
 */
export class CoreStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, properties: StackProps) {
    super(scope, deployment.names.prefixed('core'), properties);
    const { names, settings } = deployment;
    const catalog = new Catalog(this, deployment);
    new Artifacts(this, deployment);
    new CfnLogGroup(this, 'commands', { logGroupName: names.commandLog, retentionInDays: settings.log_retention_days });
    new DeadLetters(this, deployment);
    new AlarmTopic(this, deployment);
    alarmOnDeadLetters(this, names);
    new SigningKey(this, deployment);
    new InstanceRoles(this, deployment);
    if ('cidr' in settings.network) new BuilderNetwork(this, deployment, settings.network);
    // A rollback cannot delete a table with deletion protection, so the table is created when nothing else of the stack
    // can fail.
    catalog.node.addDependency(...this.node.children.filter((child) => child !== catalog));
  }
}
