import type { Construct } from 'constructs';
import type { DeploymentSettings } from '../core/deployment-settings';
import type { Deployment } from './deployment';
import type { FunctionName, Variable } from './functions';
import { functions } from './functions';
import { expectedFile } from './expected';
import { networkOf } from './builder-network';
import { InvalidSetting, regionsOf, type Settings } from './settings';

type Variables = Record<string, string>;

const values: Record<Variable, (deployment: Deployment, scope: Construct) => Variables> = {
  table: ({ names }) => ({ SPAWN_TABLE: names.table }),
  bucket: ({ names }) => ({ SPAWN_BUCKET: names.bucket }),
  regions: ({ settings }) => ({ SPAWN_REGIONS: regionsOf(settings).join(',') }),
  network: (deployment, scope) => {
    const network = networkOf(scope, deployment);
    return { SPAWN_SUBNETS: network.subnetIds, SPAWN_SECURITY_GROUP: network.securityGroupId };
  },
  builderProfile: ({ names }) => ({ SPAWN_BUILDER_PROFILE: names.builder }),
  launchedProfile: ({ names }) => ({ SPAWN_LAUNCHED_PROFILE: names.launched }),
  logGroup: ({ names }) => ({ SPAWN_LOG_GROUP: names.commandLog }),
  logRetention: ({ settings }) => ({ SPAWN_LOG_RETENTION_DAYS: String(settings.log_retention_days) }),
  machines: ({ names }) => ({ SPAWN_MACHINES: names.machinePrefixArn }),
  reportTopic: ({ names }) => ({ SPAWN_REPORT_TOPIC: names.reportsArn }),
  signingKey: ({ names }) => ({ SPAWN_SIGNING_KEY: names.signingKey }),
  memberRoles: ({ names, settings }) => ({ SPAWN_MEMBER_ROLES: settings.member_accounts.map((account) => names.memberRoleArn(account)).join(',') }),
  expected: () => ({ SPAWN_EXPECTED: expectedFile }),
  settings: ({ settings }) => {
    const { instance_cap, build_cap, allowed_instance_types, base_owners, base_parameter_prefixes, managed_tags, user_data_bootstrap, snapshot_prices, public_image_quota } = settings;
    const forFunctions: DeploymentSettings = { instance_cap, build_cap, allowed_instance_types, base_owners, base_parameter_prefixes, managed_tags, user_data_bootstrap, snapshot_prices, public_image_quota };
    return { SPAWN_SETTINGS: JSON.stringify(forFunctions) };
  },
};

/** The environment of a function: stage and deployment, what its row asks for, and nothing else. */
export function variablesOf(scope: Construct, name: FunctionName, deployment: Deployment): Variables {
  const common = {
    SPAWN_STAGE: deployment.names.stage,
    SPAWN_DEPLOYMENT: deployment.names.deployment,
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
  const all: Variables = Object.assign(common, ...functions[name].environment.map((variable) => values[variable](deployment, scope)));
  checkSize(name, all, deployment.settings);
  return all;
}

/** Bytes of the JSON of all variables of a function (Lambda developer guide, "Quotas"). */
const largestEnvironment = 4096;
/** What the longest value that is known at the deploy alone may take: the ids of six subnets. */
const unknownBytes = 6 * 25;

/** Throws InvalidSetting when Lambda would refuse the environment, with the settings that take most of it. */
function checkSize(name: FunctionName, variables: Variables, settings: Settings): void {
  const bytes = Buffer.byteLength(JSON.stringify(variables).replace(/\$\{Token\[[^\]]*\]\}/g, '.'.repeat(unknownBytes)));
  if (bytes <= largestEnvironment) return;
  const sizes = Object.entries(settings).map(([setting, value]) => ({ setting, size: Buffer.byteLength(JSON.stringify(JSON.stringify(value ?? null))) }));
  const largest = sizes.sort((a, b) => b.size - a.size).slice(0, 3).map(({ setting, size }) => `${setting} (${size})`).join(', ');
  throw new InvalidSetting(`the environment of ${name} has ${bytes} bytes, and Lambda takes ${largestEnvironment}: shorten the largest settings, ${largest}`);
}
