import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { FunctionName } from '../function/table';
import type { MachineName, Names } from '../setting/names';
import { cloudWatch, eventsToTopic, senderPolicy } from './sender-policy';

/** The topic of alarms, with the e-mail address of the settings as subscriber. */
export class AlarmTopic extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'alarm-topic');
    const topic = new CfnTopic(this, 'Topic', { topicName: names.alarms });
    new CfnTopicPolicy(this, 'Policy', {
      topics: [topic.ref],
      policyDocument: senderPolicy({
        arn: names.alarmsArn,
        senders: [cloudWatch, eventsToTopic],
        action: 'sns:Publish',
        refused: 'sns:Publish',
      }),
    });
    if (settings.alarm_email)
      new CfnSubscription(this, 'Mail', { topicArn: topic.ref, protocol: 'email', endpoint: settings.alarm_email });
  }
}

type Symptom = Pick<CfnAlarmProps, 'namespace' | 'metricName' | 'dimensions' | 'statistic'> & { summary: string };

function alarm(
  scope: Construct,
  names: Names,
  name: string,
  symptom: Symptom,
  rule: Partial<CfnAlarmProps> = {},
): void {
  const { summary, ...metric } = symptom;
  new CfnAlarm(scope, `alarm-${name}`, {
    alarmName: names.prefixed(name),
    alarmDescription: summary,
    ...metric,
    period: 300,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    alarmActions: [names.alarmsArn],
    ...rule,
  });
}

/** Creates an alarm for failed executions of a state machine. */
export function alarmOnFailure(scope: Construct, names: Names, machine: MachineName): void {
  alarm(scope, names, `${machine}-failed`, {
    summary: `An execution of ${names.prefixed(machine)} failed: open it in Step Functions, where its error says what to do`,
    namespace: 'AWS/States',
    metricName: 'ExecutionsFailed',
    dimensions: [{ name: 'StateMachineArn', value: names.machineArn(machine) }],
    statistic: 'Sum',
  });
}

/** Creates an alarm for messages in the dead-letter queue. */
export function alarmOnDeadLetters(scope: Construct, names: Names): void {
  alarm(scope, names, 'dead-letter-arrived', {
    summary: `${names.deadLetters} has a message: an event, a schedule or an asynchronous function failed`,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: [{ name: 'QueueName', value: names.deadLetters }],
    statistic: 'Maximum',
  });
}

/** Creates an alarm for errors of a function that does everything it can before it fails. */
export function alarmOnErrors(scope: Construct, names: Names, name: FunctionName, summary: string): void {
  alarm(scope, names, `${name}-failed`, {
    summary,
    namespace: 'AWS/Lambda',
    metricName: 'Errors',
    dimensions: [{ name: 'FunctionName', value: names.prefixed(name) }],
    statistic: 'Sum',
  });
}

/**
 * Creates an alarm for a function that runs every `minutes` and has missed three runs, but not more than an hour. A
 * function that does not run has no metric, so missing data count as breaching. To keep a new alarm silent, it is not
 * evaluated for as many hours as its window is long (CloudWatch user guide, "Alarm warm-up periods"): one hour for
 * schedules up to 20 minutes, two up to 40, three up to 60.
 */
export function alarmOnSilence(scope: Construct, names: Names, name: FunctionName, minutes: number): void {
  const hours = Math.max(1, Math.ceil((3 * minutes) / 60));
  const symptom: Symptom = {
    summary: `${names.prefixed(name)} has not run for ${hours === 1 ? 'an hour' : `${hours} hours`}: is its schedule enabled?`,
    namespace: 'AWS/Lambda',
    metricName: 'Invocations',
    dimensions: [{ name: 'FunctionName', value: names.prefixed(name) }],
    statistic: 'Sum',
  };
  alarm(scope, names, `${name}-silent`, symptom, {
    period: 3600,
    evaluationPeriods: hours,
    threshold: 1,
    comparisonOperator: 'LessThanThreshold',
    treatMissingData: 'breaching',
    warmUpConfiguration: { warmUpPeriodDurationInMinutes: hours * 60, onlyStartEvaluatingAfterWarmUpPeriodEnds: true },
  });
}

/** Creates an alarm for server errors of the API. */
export function alarmOnServerErrors(scope: Construct, names: Names, apiId: string): void {
  alarm(scope, names, 'api-server-errors', {
    summary: `The API ${names.prefixed('')} answered with a 5xx status: see the logs of its functions`,
    namespace: 'AWS/ApiGateway',
    metricName: '5xx',
    dimensions: [{ name: 'ApiId', value: apiId }],
    statistic: 'Sum',
  });
}
