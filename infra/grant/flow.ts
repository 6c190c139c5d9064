import type { MachineName } from '../setting/names';
import type { Granting } from './form';

/** EC2's questions, which know no resource type. */
export const describe =
  (...subjects: ('Images' | 'Instances' | 'Snapshots' | 'InstanceTypes' | 'Regions')[]): Granting =>
  () => [{ actions: subjects.map((subject) => `ec2:Describe${subject}`), resources: ['*'] }];

/** Answers waits; a task token is no resource, so that IAM cannot bound it. */
export const answerWaits: Granting = () => [
  { actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'], resources: ['*'] },
];

/** SSM's questions about agents and commands, which know no resource type. */
export const observeCommands =
  (
    ...questions: ('GetCommandInvocation' | 'ListCommandInvocations' | 'ListCommands' | 'DescribeInstanceInformation')[]
  ): Granting =>
  () => [{ actions: questions.map((question) => `ssm:${question}`), resources: ['*'] }];

/** Starts executions of machines. */
export const startExecutions =
  (...machines: MachineName[]): Granting =>
  (names) => [{ actions: ['states:StartExecution'], resources: machines.map((machine) => names.machineArn(machine)) }];

/** Looks at executions of machines. */
export const followExecutions =
  (...machines: MachineName[]): Granting =>
  (names) => [
    { actions: ['states:DescribeExecution'], resources: machines.map((machine) => names.executionsArn(machine)) },
  ];

/** Puts our own events on the default bus. */
export const putEvents: Granting = (names) => [
  {
    actions: ['events:PutEvents'],
    resources: [names.busArn],
    conditions: { StringEquals: { 'events:source': 'spawn' } },
  },
];

/** Publishes the report of a night to whoever reads it. */
export const publishReports: Granting = (names) => [{ actions: ['sns:Publish'], resources: [names.reportsArn] }];

/** Sends what could not be handled to the queue of dead letters. */
export const sendDeadLetters: Granting = (names) => [
  { actions: ['sqs:SendMessage'], resources: [names.deadLettersArn] },
];

/** What every function may do: write its own log and its traces. */
export const observeItself =
  (functionName: string): Granting =>
  (names) => [
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [names.logGroupArns(`/aws/lambda/${names.prefixed(functionName)}`)[1] ?? ''],
    },
    { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
  ];
