import { compute } from './compute';
import { actionsOf, named, type Need } from './need';
import { network } from './network';
import { storage } from './storage';

interface Statement {
  Sid?: string;
  Effect: 'Allow';
  Action: string[];
  Resource: string[];
  Condition?: object;
}

/** What CloudFormation calls for every type of resource in the templates. */
export const needs: Readonly<Record<string, Need>> = { ...network, ...compute, ...storage };

/** The services that roles of the templates are passed to. */
export const passedTo = [
  'ec2.amazonaws.com',
  'events.amazonaws.com',
  'lambda.amazonaws.com',
  'scheduler.amazonaws.com',
  'states.amazonaws.com',
];

/** What the templates need beside their resources. */
const beside: readonly Statement[] = [
  {
    Sid: 'PassRolesToServices',
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: ['arn:aws:iam::*:role/spawn-*'],
    Condition: { StringEquals: { 'iam:PassedToService': passedTo } },
  },
  {
    // API Gateway and API destinations have a role of the service in each account that uses them.
    Sid: 'RolesOfServices',
    Effect: 'Allow',
    Action: ['iam:CreateServiceLinkedRole'],
    Resource: [
      'arn:aws:iam::*:role/aws-service-role/ops.apigateway.amazonaws.com/*',
      'arn:aws:iam::*:role/aws-service-role/apidestinations.events.amazonaws.com/*',
    ],
  },
  {
    // Lists of groups, and the access log of the API: API Gateway demands these of whoever sets it.
    Sid: 'LogDelivery',
    Effect: 'Allow',
    Action: actionsOf(
      'logs',
      'CreateLogDelivery DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery ListLogDeliveries PutResourcePolicy UpdateLogDelivery',
    ),
    Resource: ['*'],
  },
  {
    // The bundles and templates that the CDK command uploads, and the version of its bootstrap stack.
    Sid: 'Assets',
    Effect: 'Allow',
    Action: ['s3:GetObject', 'ssm:GetParameters'],
    Resource: ['arn:aws:s3:::cdk-hnb659fds-assets-*/*', ...named('ssm', 'parameter/cdk-bootstrap/hnb659fds/version')],
  },
  {
    // A connection of an API destination keeps its authorization in a secret of its own.
    Sid: 'SecretsOfConnections',
    Effect: 'Allow',
    Action: actionsOf('secretsmanager', 'CreateSecret DeleteSecret GetSecretValue PutSecretValue UpdateSecret'),
    Resource: named('secretsmanager', 'secret:events!connection/*'),
  },
];

/** Returns what a row allows, with the actions of every property. */
export function actionsFor({ actions, properties }: Need): string[] {
  return [...new Set([...actions, ...Object.values(properties).flat()])].sort();
}

/**
 * The policies of the role with which CloudFormation deploys, by the name of their files: two, because a managed
 * policy has 6,144 characters at most.
 */
export const executionPolicies: Readonly<Record<string, () => object>> = {
  'cloudformation-base': () => policyOf(network, beside),
  'cloudformation-services': () => policyOf({ ...compute, ...storage }),
};

/** One statement for the rows with the same resources. */
function policyOf(rows: Readonly<Record<string, Need>>, more: readonly Statement[] = []): object {
  const byResources = new Map<string, Set<string>>();
  for (const need of Object.values(rows)) {
    const key = [...need.on].sort().join('\n');
    const known = byResources.get(key) ?? new Set();
    for (const action of actionsFor(need)) known.add(action);
    byResources.set(key, known);
  }
  const own = [...byResources].map(([resources, actions]): Statement => ({
    Effect: 'Allow',
    Action: [...actions].sort(),
    Resource: resources.split('\n'),
  }));
  return { Version: '2012-10-17', Statement: [...own, ...more] };
}

/** Returns the policy of who runs `cdk deploy` and `cdk destroy`: the roles that `cdk bootstrap` has made do the rest. */
export function deployerPolicy(): object {
  const statement: Statement = {
    Sid: 'TakeRolesOfBootstrap',
    Effect: 'Allow',
    Action: ['sts:AssumeRole'],
    Resource: ['deploy', 'file-publishing', 'lookup'].map((role) => `arn:aws:iam::*:role/cdk-hnb659fds-${role}-role-*`),
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

/** The policy files: path in the project, and what each contains. */
export const policyFiles: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries({ ...executionPolicies, deployer: deployerPolicy }).map(([name, policy]) => [
    `docs/policies/${name}.json`,
    () => `${JSON.stringify(policy(), null, 2)}\n`,
  ]),
);
