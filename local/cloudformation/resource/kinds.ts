import { networkResources } from '../../services/ec2/network/define';
import { instanceProfile, managedPolicy, policy, role } from './access';
import { apiDestination, connection } from './addresses';
import { rule, schedule, scheduleGroup, stateMachine } from './flow';
import { eventInvokeConfig, lambdaFunction, permission } from './functions';
import { api, integration, route, stage } from './http-api';
import { alias, key } from './keys';
import { queue, queuePolicy, subscription, topic, topicPolicy } from './messages';
import type { Kind } from './site';
import { bucket, bucketPolicy, globalTable, logGroup, parameter, table } from './storage';

const network: Kind[] = Object.entries(networkResources).map(([type, { properties }]) => ({
  type,
  models: properties,
  identify: (resource, { defineNetwork }) => defineNetwork(type, resource.logicalId, resource.properties()),
}));

/** Who may do what: complete when the last of these is made. */
export const ACCESS_KINDS: readonly Kind[] = [role, managedPolicy, policy, instanceProfile];

/** Every resource type that local mode runs, in the order in which they are made: what others point at comes first. */
export const KINDS: readonly Kind[] = [
  ...ACCESS_KINDS,
  logGroup,
  key,
  alias,
  table,
  globalTable,
  bucket,
  bucketPolicy,
  queue,
  queuePolicy,
  topic,
  topicPolicy,
  ...network,
  lambdaFunction,
  permission,
  eventInvokeConfig,
  subscription,
  stateMachine,
  connection,
  apiDestination,
  rule,
  scheduleGroup,
  schedule,
  api,
  stage,
  integration,
  route,
  parameter,
];

/** Resource types without effect here, with the reason. */
export const IGNORED_TYPES: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'tells AWS which constructs were used',
  'AWS::CloudWatch::Alarm': 'metrics are not simulated, so nothing can alarm',
  'AWS::XRay::ResourcePolicy': 'nothing is traced',
};
