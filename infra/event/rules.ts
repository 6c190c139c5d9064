import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { Handler } from '../function/lambda';
import type { Names } from '../setting/names';
import {
  completing,
  doubt,
  followed,
  moved,
  published,
  retired,
  stopped,
  stranded,
  tagged,
  type Rule,
} from '../setting/triggers';

function alarmOn(scope: Construct, names: Names, rule: Rule): void {
  new CfnRule(scope, rule.name, {
    name: names.prefixed(rule.name),
    description: rule.summary,
    eventPattern: rule.pattern,
    targets: [{ id: 'alarms', arn: names.alarmsArn, deadLetterConfig: { arn: names.deadLettersArn } }],
  });
}

function connect(scope: Construct, names: Names, rule: Rule, target: Handler): void {
  const made = new CfnRule(scope, rule.name, {
    name: names.prefixed(rule.name),
    description: rule.summary,
    eventPattern: rule.pattern,
    targets: [
      {
        id: target.name,
        arn: target.function.attrArn,
        // A late hint is useless: the sweeper has checked long before.
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 8 },
        deadLetterConfig: { arn: names.deadLettersArn },
      },
    ],
  });
  new CfnPermission(scope, `${rule.name}-permission`, {
    action: 'lambda:InvokeFunction',
    functionName: target.function.ref,
    principal: 'events.amazonaws.com',
    // Without sourceAccount: EventBridge does not send it, and a permission that requires it prevents the invocation.
    sourceArn: made.attrArn,
  });
}

/** The rules of the default bus: they complete waits, end records of ended executions, and raise alarms. */
export class Events extends Construct {
  constructor(
    scope: Construct,
    { names }: Deployment,
    handlers: {
      completeWaits: Handler;
      compensateStopped: Handler;
      followImage: Handler;
      publishChannel: Handler;
      rebuildChildren: Handler;
      tellOwners: Handler;
    },
  ) {
    super(scope, 'events');
    for (const rule of completing(names)) connect(this, names, rule, handlers.completeWaits);
    for (const rule of [stopped(names), stranded]) connect(this, names, rule, handlers.compensateStopped);
    for (const rule of [followed, tagged]) connect(this, names, rule, handlers.followImage);
    connect(this, names, moved, handlers.publishChannel);
    connect(this, names, published, handlers.rebuildChildren);
    connect(this, names, retired(names), handlers.tellOwners);
    alarmOn(this, names, doubt);
  }
}
