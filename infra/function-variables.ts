import type { DeploymentSettings } from '../core/deployment-settings';
import type { Deployment } from './deployment';
import type { FunctionName, Variable } from './functions';
import { functions } from './functions';
import { expectedFile } from './expected';
import { networkOf } from './builder-network';
import { regionsOf } from './settings';

type Variables = Record<string, string>;

const values: Record<Variable, (deployment: Deployment) => Variables> = {
  table: ({ names }) => ({ SPAWN_TABLE: names.table }),
  bucket: ({ names }) => ({ SPAWN_BUCKET: names.bucket }),
  regions: ({ settings }) => ({ SPAWN_REGIONS: regionsOf(settings).join(',') }),
  network: (deployment) => {
    const network = networkOf(deployment);
    return { SPAWN_SUBNETS: network.subnetIds, SPAWN_SECURITY_GROUP: network.securityGroupId };
  },
  builderProfile: ({ names }) => ({ SPAWN_BUILDER_PROFILE: names.builder }),
  launchedProfile: ({ names }) => ({ SPAWN_LAUNCHED_PROFILE: names.launched }),
  logGroup: ({ names }) => ({ SPAWN_LOG_GROUP: names.commandLog }),
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
export function variablesOf(name: FunctionName, deployment: Deployment): Variables {
  const common = {
    SPAWN_STAGE: deployment.names.stage,
    SPAWN_DEPLOYMENT: deployment.names.deployment,
    POWERTOOLS_SERVICE_NAME: name,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
  return Object.assign(common, ...functions[name].environment.map((variable) => values[variable](deployment)));
}
