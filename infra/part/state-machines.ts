import { Aws } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { alarmOnFailure } from '../event/alarms';
import type { Deployment } from '../setting/deployment';
import type { FunctionName } from '../function/table';
import { functionNames, placeholderOf } from '../function/table';
import type { Grant } from '../grant/form';
import { policyOf } from '../grant/form';
import type { MachineName, Names } from '../setting/names';
import { machineNames } from '../setting/names';
import { trustOf } from '../role/service';

/** Placeholder of AWS's partition in the resources of Step Functions: `arn:${Partition}:states:::lambda:invoke`. */
const partition = 'Partition';

/**
 * Returns the functions and state machines that a definition refers to. Throws for any other placeholder, with its
 * name.
 */
export function referencesOf(definition: string): { functions: FunctionName[]; machines: MachineName[] } {
  const used = new Set([...definition.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1] ?? ''));
  used.delete(partition);
  const named = <Name extends string>(names: readonly Name[]) =>
    names.filter((name) => used.delete(placeholderOf(name)));
  const references = { functions: named(functionNames), machines: named(machineNames) };
  if (used.size > 0)
    throw new Error(
      `UnknownPlaceholder: there is no function or state machine ${[...used].join(', ')}: see infra/function/table.ts`,
    );
  return references;
}

// Step Functions writes its log through vended delivery, whose calls have no resource type.
const logDelivery = [
  'CreateLogDelivery',
  'GetLogDelivery',
  'UpdateLogDelivery',
  'DeleteLogDelivery',
  'ListLogDeliveries',
  'PutResourcePolicy',
  'DescribeResourcePolicies',
  'DescribeLogGroups',
];
const tracing = ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'];

/** A definition from a string grants nothing by itself, so everything that the role needs is listed here. */
function grantsOf(names: Names, { functions, machines }: ReturnType<typeof referencesOf>): Grant[] {
  const children: Grant[] = machines.length
    ? [
        { actions: ['states:StartExecution'], resources: machines.map((name) => names.machineArn(name)) },
        {
          actions: ['states:DescribeExecution', 'states:StopExecution'],
          resources: machines.map((name) => names.executionsArn(name)),
        },
        { actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], resources: [names.childRuleArn] },
      ]
    : [];
  return [
    { actions: ['lambda:InvokeFunction'], resources: functions.map((name) => names.functionArn(name)) },
    ...children,
    {
      actions: [...logDelivery.map((action) => `logs:${action}`), ...tracing.map((action) => `xray:${action}`)],
      resources: ['*'],
    },
  ];
}

/**
 * A state machine from its definition file, with its role and an alarm for failures. Names are formed, so that machines
 * can refer to each other.
 */
export class StateMachine extends Construct {
  readonly machine: CfnStateMachine;

  constructor(scope: Construct, name: MachineName, { names, definitions }: Deployment, log: CfnLogGroup) {
    super(scope, `machine-${name}`);
    const definition = fs.readFileSync(path.join(definitions, `${name}.asl.json`), 'utf8');
    const references = referencesOf(definition);
    const role = new CfnRole(this, 'Role', {
      roleName: names.global(`machine-${name}`),
      assumeRolePolicyDocument: trustOf('states.amazonaws.com'),
      policies: [{ policyName: 'machine', policyDocument: policyOf(grantsOf(names, references)) }],
    });
    this.machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName: names.prefixed(name),
      stateMachineType: 'STANDARD',
      definitionString: definition,
      definitionSubstitutions: {
        ...(definition.includes(`\${${partition}}`) && { [partition]: Aws.PARTITION }),
        ...Object.fromEntries(references.functions.map((used) => [placeholderOf(used), names.functionArn(used)])),
        ...Object.fromEntries(references.machines.map((used) => [placeholderOf(used), names.machineArn(used)])),
      },
      roleArn: role.attrArn,
      tracingConfiguration: { enabled: true },
      // Without execution data: inputs may contain confidential values, and task tokens must stay in the table.
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.attrArn } }],
      },
    });
    alarmOnFailure(this, names, name);
  }
}

/** Creates the log group of one stack's state machines. Its prefix avoids the account's limited log resource policy. */
export function machineLog(scope: Construct, stack: string, { names, settings }: Deployment): CfnLogGroup {
  return new CfnLogGroup(scope, 'machine-log', {
    logGroupName: `/aws/vendedlogs/states/${names.prefixed(stack)}`,
    retentionInDays: settings.log_retention_days,
  });
}
