import { CfnSubscription, CfnTopic, CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import { senderPolicy } from './sender-policy';

/** The topic of nightly reports, with the e-mail address of the settings as subscriber. */
export class ReportTopic extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'report-topic');
    const topic = new CfnTopic(this, 'Topic', { topicName: names.reports });
    new CfnTopicPolicy(this, 'Policy', {
      topics: [topic.ref],
      policyDocument: senderPolicy({
        arn: names.reportsArn,
        senders: [],
        action: 'sns:Publish',
        refused: 'sns:Publish',
      }),
    });
    const reader = settings.report_email ?? settings.alarm_email;
    if (reader) new CfnSubscription(this, 'Mail', { topicArn: topic.ref, protocol: 'email', endpoint: reader });
  }
}
