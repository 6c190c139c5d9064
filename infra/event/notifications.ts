import { CfnApiDestination, CfnConnection, CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { testEvent } from '../../core/notification/kinds';
import { policyOf } from '../grant/form';
import { trustOf } from '../role/service';
import type { Deployment } from '../setting/deployment';
import type { Names } from '../setting/names';
import { notificationRules, type NotificationSetting } from '../setting/notifications';

/** Messages a second that an address receives at most; EventBridge delays the others. */
const messagesPerSecond = 5;

/**
 * Returns a reference to a value in a secret, which CloudFormation resolves at deployment: the template does not
 * contain the value (CloudFormation user guide, "Get a secret or secret value from Secrets Manager").
 */
const inSecret = (secret: string, key: string): string => `{{resolve:secretsmanager:${secret}:SecretString:${key}}}`;

/**
 * Creates the connection and the API destination of an address. A connection must authorize (EventBridge user guide,
 * "Connections"): without a header of its own it sends the name of the deployment, which is no secret.
 */
function addressOf(scope: Construct, names: Names, target: NotificationSetting): CfnApiDestination {
  const { name, url, url_secret: secret = '', auth_header: header } = target;
  const connection = new CfnConnection(scope, `${name}-connection`, {
    name: names.prefixed(`notify-${name}`),
    description: `Connects ${names.deployment} with the target ${name} of its notifications`,
    authorizationType: 'API_KEY',
    authParameters: {
      apiKeyAuthParameters: {
        apiKeyName: header ?? 'X-Spawn-Deployment',
        apiKeyValue: header === undefined ? names.deployment : inSecret(secret, 'auth'),
      },
    },
  });
  return new CfnApiDestination(scope, `${name}-destination`, {
    name: names.prefixed(`notify-${name}`),
    connectionArn: connection.attrArn,
    httpMethod: 'POST',
    invocationEndpoint: url ?? inSecret(secret, 'url'),
    invocationRateLimitPerSecond: messagesPerSecond,
  });
}

/** Creates the rules of a target, with the role by which EventBridge may send to this target only. */
function connect(scope: Construct, names: Names, target: NotificationSetting): void {
  const { name, topic, events, stacks, format } = target;
  const [rule, test] = notificationRules(target);
  const arn = topic ?? addressOf(scope, names, target).attrArn;
  const action = topic === undefined ? 'events:InvokeApiDestination' : 'sns:Publish';
  const role = new CfnRole(scope, `${name}-role`, {
    roleName: names.global(rule),
    assumeRolePolicyDocument: trustOf('events.amazonaws.com'),
    policies: [{ policyName: 'send', policyDocument: policyOf([{ actions: [action], resources: [arn] }]) }],
  });
  const send = (id: string, description: string, eventPattern: object, text: string): void => {
    new CfnRule(scope, id, {
      name: names.prefixed(id),
      description,
      eventPattern,
      targets: [
        {
          id: name,
          arn,
          roleArn: role.attrArn,
          deadLetterConfig: { arn: names.deadLettersArn },
          // A string outside quotes is put in with its quotes and escapes (EventBridge user guide, "Input transform").
          ...(format === 'slack' && {
            inputTransformer: { inputPathsMap: { text }, inputTemplate: '{"text": <text>}' },
          }),
        },
      ],
    });
  };
  const detail = {
    notification: { deployment: [names.deployment], kind: events },
    ...(stacks && { stack: stacks }),
  };
  send(rule, `Sends notifications to ${name}`, { source: ['spawn'], detail }, '$.detail.notification.slack');
  const tested = { deployment: [names.deployment], targets: [name] };
  send(
    test,
    `Sends test notifications to ${name}`,
    { source: ['spawn'], 'detail-type': [testEvent], detail: tested },
    '$.detail.text',
  );
}

/** The targets of notifications in the settings: rules, roles, connections and API destinations. */
export class Notifications extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'notifications');
    for (const target of settings.notifications) connect(this, names, target);
  }
}
