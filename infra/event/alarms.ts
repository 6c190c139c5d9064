import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { FunctionName } from '../function/table';
import type { MachineName, Names } from '../setting/names';
import { cloudWatch, eventsToTopic, senderPolicy } from './sender-policy';

/** The topic that alarms go to, and the address of the settings that reads it. */
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

/** Alarms when an execution of the machine fails. */
export function alarmOnFailure(scope: Construct, names: Names, machine: MachineName): void {
  alarm(scope, names, `${machine}-failed`, {
    summary: `An execution of ${names.prefixed(machine)} failed: look at it in Step Functions, its error names what to do`,
    namespace: 'AWS/States',
    metricName: 'ExecutionsFailed',
    dimensions: [{ name: 'StateMachineArn', value: names.machineArn(machine) }],
    statistic: 'Sum',
  });
}

/** Alarms when something asynchronous ended in the queue of dead letters. */
export function alarmOnDeadLetters(scope: Construct, names: Names): void {
  alarm(scope, names, 'dead-letter-arrived', {
    summary: `${names.deadLetters} holds a message: an event, a schedule or a function could not be handled`,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: [{ name: 'QueueName', value: names.deadLetters }],
    statistic: 'Maximum',
  });
}

/** Alarms when a function fails that does all it can before it fails. */
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
 * Alarms when a function that runs every `minutes` has missed three runs, and not within an hour: what it guards is
 * then unguarded. A function that does not run has no metric, so that missing data count as breaching. A new alarm
 * would ring at once for that: it does not evaluate before as many hours have passed as silence may last, in which even
 * the slowest schedule has fired (CloudWatch user guide, "Alarm warm-up periods"). A schedule that never fires rings
 * after those hours too: one for up to 20 minutes, two for up to 40, three for up to 60.
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

/** Alarms when the API answered with a server error. */
export function alarmOnServerErrors(scope: Construct, names: Names, apiId: string): void {
  alarm(scope, names, 'api-server-errors', {
    summary: `The API ${names.prefixed('')} answered with a 5xx: the log of the function says why`,
    namespace: 'AWS/ApiGateway',
    metricName: '5xx',
    dimensions: [{ name: 'ApiId', value: apiId }],
    statistic: 'Sum',
  });
}
