import { CfnInstanceProfile, CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Deployment } from '../setting/deployment';
import type { Grant } from '../grant/form';
import { anywhere, policyOf } from '../grant/form';
import type { Names } from '../setting/names';
import { regionsOf, type Settings } from '../setting/settings';
import { tellCompletion } from '../grant/instances';
import { trustOf } from './service';

const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'].map(
  (action) => `ssmmessages:${action}`,
);
const messages = ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'].map(
  (action) => `ec2messages:${action}`,
);

/**
 * Returns what the SSM agent of an instance needs. AmazonSSMManagedInstanceCore would let it read every parameter of
 * the account. The agent writes the output of commands to the commands' log group of its region.
 */
function agentGrants(names: Names, settings: Settings): Grant[] {
  return [
    { actions: ['ssm:UpdateInstanceInformation'], resources: [anywhere('ec2', 'instance/*')] },
    { actions: [...channels, ...messages, 'logs:DescribeLogGroups'], resources: ['*'] },
    {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      resources: regionsOf(settings).flatMap((region) => names.commandLogArns(region)),
    },
  ];
}

/** Returns the grants of each kind of instance, by the name of its role. */
export function instanceGrants(names: Names, settings: Settings): Record<string, Grant[]> {
  return {
    [names.builder]: agentGrants(names, settings),
    [names.launched]: [...agentGrants(names, settings), ...tellCompletion(names, settings)],
  };
}

/**
 * The roles of instances, each with an instance profile of the same name: one for builders and tests, one for launches
 * by people.
 */
export class InstanceRoles extends Construct {
  constructor(scope: Construct, { names, settings }: Deployment) {
    super(scope, 'instances');
    for (const [name, grants] of Object.entries(instanceGrants(names, settings))) {
      const role = new CfnRole(this, `${name}Role`, {
        roleName: name,
        assumeRolePolicyDocument: trustOf('ec2.amazonaws.com'),
        policies: [{ policyName: 'agent', policyDocument: policyOf(grants) }],
      });
      new CfnInstanceProfile(this, `${name}Profile`, { instanceProfileName: name, roles: [role.ref] });
    }
  }
}
