import type { DeploymentSettings } from '../../core/deployment-settings';
import { SpawnError } from '../../core/errors';

/**
 * The settings that the deployment gives to a function. Each is read when asked for: a function has only what its row
 * names.
 */
export interface Environment {
  readonly stage: string;
  /** `<stage>@<home region>`. */
  readonly deployment: string;
  readonly homeRegion: string;
  readonly table: string;
  readonly bucket: string;
  /** The home region comes first. */
  readonly regions: string[];
  readonly subnets: string[];
  readonly securityGroup: string;
  readonly builderProfile: string;
  readonly launchedProfile: string;
  /** Where the output of commands goes while they run. */
  readonly logGroup: string;
  /** How long the lines of a log group are kept. */
  readonly logRetentionDays: number;
  /** ARN of the state machines up to their own name. */
  readonly machines: string;
  /** ARN of the topic that the reports of nights go to. */
  readonly reportTopic: string;
  /** Alias of the key that signs where images come from. */
  readonly signingKey: string;
  /** ARNs of the roles by which this deployment acts in other accounts; mostly none. */
  readonly memberRoles: string[];
  /** Name of the file beside the code that says what the deployment made. */
  readonly expected: string;
  readonly settings: DeploymentSettings;
}

const lazily: Environment = {
  get stage() {
    return read('SPAWN_STAGE');
  },
  get deployment() {
    return read('SPAWN_DEPLOYMENT');
  },
  get homeRegion() {
    return read('AWS_REGION');
  },
  get table() {
    return read('SPAWN_TABLE');
  },
  get bucket() {
    return read('SPAWN_BUCKET');
  },
  get regions() {
    return list('SPAWN_REGIONS');
  },
  get subnets() {
    return list('SPAWN_SUBNETS');
  },
  get securityGroup() {
    return read('SPAWN_SECURITY_GROUP');
  },
  get builderProfile() {
    return read('SPAWN_BUILDER_PROFILE');
  },
  get launchedProfile() {
    return read('SPAWN_LAUNCHED_PROFILE');
  },
  get logGroup() {
    return read('SPAWN_LOG_GROUP');
  },
  get logRetentionDays() {
    return Number(read('SPAWN_LOG_RETENTION_DAYS'));
  },
  get machines() {
    return read('SPAWN_MACHINES');
  },
  get reportTopic() {
    return read('SPAWN_REPORT_TOPIC');
  },
  get signingKey() {
    return read('SPAWN_SIGNING_KEY');
  },
  get memberRoles() {
    return listOrNone('SPAWN_MEMBER_ROLES');
  },
  get expected() {
    return read('SPAWN_EXPECTED');
  },
  get settings() {
    return settings();
  },
};

/** The function's settings. Reading one that is missing or empty throws MissingSetting with the variable's name. */
export function environment(): Environment {
  return lazily;
}

function read(name: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new SpawnError(
    'MissingSetting',
    `the environment variable ${name} is not set: add it to the row of the function in infra/function/table.ts.`,
    { name },
  );
}

function listOrNone(name: string): string[] {
  return process.env[name] === '' ? [] : list(name);
}

function list(name: string): string[] {
  return read(name)
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function settings(): DeploymentSettings {
  const text = read('SPAWN_SETTINGS');
  try {
    return JSON.parse(text) as DeploymentSettings;
  } catch {
    throw new SpawnError(
      'MissingSetting',
      `the environment variable SPAWN_SETTINGS is not JSON: '${text.slice(0, 80)}'. Deploy the stack again.`,
      { name: 'SPAWN_SETTINGS' },
    );
  }
}
