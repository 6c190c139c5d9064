import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeploymentSettings } from '../../core/deployment-settings';
import type { Deployment } from '../setting/deployment';
import { targetOf } from '../setting/notifications';
import type { FunctionName, Variable } from './table';
import { functions } from './table';
import { expectedFile } from './expected';
import { networkOf } from '../network/builder';
import { InvalidSetting, regionsOf, type Settings } from '../setting/settings';

type Variables = Record<string, string>;

const values: Record<Variable, (deployment: Deployment, scope: Construct) => Variables> = {
  table: ({ names }) => ({ SPAWN_TABLE: names.table }),
  bucket: ({ names }) => ({ SPAWN_BUCKET: names.bucket }),
  regions: ({ settings }) => ({ SPAWN_REGIONS: regionsOf(settings).join(',') }),
  network: (deployment, scope) => {
    const network = networkOf(scope, deployment);
    return { SPAWN_SUBNETS: network.subnetIds, SPAWN_SECURITY_GROUP: network.securityGroupId };
  },
  subnets: (deployment, scope) => ({ SPAWN_SUBNETS: networkOf(scope, deployment).subnetIds }),
  builderProfile: ({ names }) => ({ SPAWN_BUILDER_PROFILE: names.builder }),
  launchedProfile: ({ names }) => ({ SPAWN_LAUNCHED_PROFILE: names.launched }),
  logGroup: ({ names }) => ({ SPAWN_LOG_GROUP: names.commandLog }),
  logRetention: ({ settings }) => ({ SPAWN_LOG_RETENTION_DAYS: String(settings.log_retention_days) }),
  machines: ({ names }) => ({ SPAWN_MACHINES: names.machinePrefixArn }),
  reportTopic: ({ names }) => ({ SPAWN_REPORT_TOPIC: names.reportsArn }),
  signingKey: ({ names }) => ({ SPAWN_SIGNING_KEY: names.signingKey }),
  memberRoles: ({ names, settings }) => ({
    SPAWN_MEMBER_ROLES: settings.member_accounts.map((account) => names.memberRoleArn(account)).join(','),
  }),
  expected: () => ({ SPAWN_EXPECTED: expectedFile }),
  rebuildSchedules: ({ names }) => ({
    // The ARNs have tokens, which a JSON text may contain because they need no escape.
    SPAWN_REBUILD_SCHEDULES: JSON.stringify({
      group: names.rebuilds,
      role: names.roleArn(names.global('rebuild-schedules')),
      target: names.functionArn('start-rebuild'),
      dead_letters: names.deadLettersArn,
    }),
  }),
  notifications: ({ settings }) => ({ SPAWN_NOTIFICATIONS: JSON.stringify(settings.notifications.map(targetOf)) }),
  settings: ({ settings }) => {
    const {
      instance_cap,
      build_cap,
      allowed_instance_types,
      base_owners,
      base_parameter_prefixes,
      managed_tags,
      user_data_bootstrap,
      snapshot_prices,
      owner_tag,
      instance_prices,
      export_history,
    } = settings;
    const forFunctions: DeploymentSettings = {
      instance_cap,
      build_cap,
      allowed_instance_types,
      base_owners,
      base_parameter_prefixes,
      managed_tags,
      user_data_bootstrap,
      snapshot_prices,
      owner_tag,
      instance_prices,
      export_history,
    };
    return { SPAWN_SETTINGS: JSON.stringify(forFunctions) };
  },
};

/** Returns the environment of a function: stage, deployment and the variables of its row. */
export function variablesOf(scope: Construct, name: FunctionName, deployment: Deployment): Variables {
  const common = {
    SPAWN_STAGE: deployment.names.stage,
    SPAWN_DEPLOYMENT: deployment.names.deployment,
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
  const all: Variables = Object.assign(
    common,
    ...functions[name].environment.map((variable) => values[variable](deployment, scope)),
  );
  checkSize(name, Stack.of(scope).resolve(all) as Record<string, unknown>, deployment.settings);
  return all;
}

/** Bytes of the JSON of a function's variables (Lambda developer guide, "Quotas"). */
const largestEnvironment = 4096;
/** Upper bounds of values that CloudFormation knows only at deployment. */
const longestRefs: Record<string, string> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::AccountId': '123456789012',
  'AWS::Region': 'ap-southeast-2',
  BuilderSecurityGroup: 'sg-0123456789abcdef0',
};
const subnetId = 'subnet-0123456789abcdef0';
// Any other value may be the ARN of a resource.
const longestOther = '.'.repeat(150);

/** Returns the longest text that the value of a variable can have at deployment. */
function longestOf(value: unknown, settings: Settings): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { Ref: ref, 'Fn::Join': join } = value as { Ref?: string; 'Fn::Join'?: [string, unknown] };
  if (ref === 'BuilderSubnets' && 'zones' in settings.network)
    return Array(settings.network.zones).fill(subnetId).join(',');
  if (ref !== undefined) return longestRefs[ref] ?? longestOther;
  if (join === undefined) return longestOther;
  const [separator, parts] = join;
  return Array.isArray(parts)
    ? parts.map((part) => longestOf(part, settings)).join(separator)
    : longestOf(parts, settings);
}

/** Throws InvalidSetting when Lambda would refuse the environment, with the settings that use most of it. */
function checkSize(name: FunctionName, variables: Record<string, unknown>, settings: Settings): void {
  const texts = Object.entries(variables).map(([variable, value]) => [variable, longestOf(value, settings)]);
  const bytes = Buffer.byteLength(JSON.stringify(Object.fromEntries(texts)));
  if (bytes <= largestEnvironment) return;
  const sizes = Object.entries(settings).map(([setting, value]) => ({
    setting,
    size: Buffer.byteLength(JSON.stringify(JSON.stringify(value ?? null))),
  }));
  const largest = sizes
    .sort((a, b) => b.size - a.size)
    .slice(0, 3)
    .map(({ setting, size }) => `${setting} (${size})`)
    .join(', ');
  throw new InvalidSetting(
    `the environment of ${name} has ${bytes} bytes, and Lambda takes ${largestEnvironment}: shorten the largest settings, ${largest}`,
  );
}
