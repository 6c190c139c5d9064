import type { MachineName } from '../setting/names';
import type { Granting } from './form';

/** EC2's Describe calls, which have no resource type. */
export const describe =
  (...subjects: ('Images' | 'Instances' | 'Snapshots' | 'Volumes' | 'InstanceTypes' | 'Regions')[]): Granting =>
  () => [{ actions: subjects.map((subject) => `ec2:Describe${subject}`), resources: ['*'] }];

/** Answers waits. IAM cannot restrict task tokens, which are no resources. */
export const answerWaits: Granting = () => [
  { actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'], resources: ['*'] },
];

/** Reads of agents and commands in Systems Manager, which have no resource type. */
export const observeCommands =
  (
    ...questions: ('GetCommandInvocation' | 'ListCommandInvocations' | 'ListCommands' | 'DescribeInstanceInformation')[]
  ): Granting =>
  () => [{ actions: questions.map((question) => `ssm:${question}`), resources: ['*'] }];

/** Starts executions of state machines. */
export const startExecutions =
  (...machines: MachineName[]): Granting =>
  (names) => [{ actions: ['states:StartExecution'], resources: machines.map((machine) => names.machineArn(machine)) }];

/** Reads executions of state machines. */
export const followExecutions =
  (...machines: MachineName[]): Granting =>
  (names) => [
    { actions: ['states:DescribeExecution'], resources: machines.map((machine) => names.executionsArn(machine)) },
  ];

/** Publishes our own events on the default bus. */
export const putEvents: Granting = (names) => [
  {
    actions: ['events:PutEvents'],
    resources: [names.busArn],
    conditions: { StringEquals: { 'events:source': 'spawn' } },
  },
];

/** Publishes nightly reports. */
export const publishReports: Granting = (names) => [{ actions: ['sns:Publish'], resources: [names.reportsArn] }];

/** Creates and deletes the schedules of rebuilds, with the role that may start only those. */
export const scheduleRebuilds: Granting = (names) => [
  // IAM has no resource type for a list of schedules.
  { actions: ['scheduler:ListSchedules'], resources: ['*'] },
  { actions: ['scheduler:CreateSchedule', 'scheduler:DeleteSchedule'], resources: [names.rebuildsArn] },
  {
    actions: ['iam:PassRole'],
    resources: [names.roleArn(names.global('rebuild-schedules'))],
    conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  },
];

/** Sends to the dead-letter queue. */
export const sendDeadLetters: Granting = (names) => [
  { actions: ['sqs:SendMessage'], resources: [names.deadLettersArn] },
];

/** The grants of every function: its own log and its traces. */
export const observeItself =
  (functionName: string): Granting =>
  (names) => [
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [names.logGroupArns(`/aws/lambda/${names.prefixed(functionName)}`)[1] ?? ''],
    },
    { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
  ];
