import type { DeploymentSettings } from '../../core/deployment-settings';
import { SpawnError } from '../../core/errors';
import type { NotificationTarget } from '../../core/notification/kinds';

/** The environment variables of a function. Each is read on access: a function has only those of its row. */
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
  /** Log group for the live output of commands. */
  readonly logGroup: string;
  /** Days that the lines of a log group are kept. */
  readonly logRetentionDays: number;
  /** Common prefix of the ARNs of the state machines. */
  readonly machines: string;
  /** ARN of the topic for nightly reports. */
  readonly reportTopic: string;
  /** Alias of the key that signs provenance. */
  readonly signingKey: string;
  /** ARNs of the roles of this deployment in member accounts; often none. */
  readonly memberRoles: string[];
  /** Name of the file beside the code that lists what the deployment created. */
  readonly expected: string;
  readonly settings: DeploymentSettings;
  /** Names and ARNs of the schedules for rebuilds. */
  readonly rebuildSchedules: { group: string; role: string; target: string; dead_letters: string };
  /** Targets of notifications; often none. */
  readonly notifications: NotificationTarget[];
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
    return json<DeploymentSettings>('SPAWN_SETTINGS');
  },
  get rebuildSchedules() {
    return json<Environment['rebuildSchedules']>('SPAWN_REBUILD_SCHEDULES');
  },
  get notifications() {
    return json<NotificationTarget[]>('SPAWN_NOTIFICATIONS');
  },
};

/**
 * Returns the function's environment. Reading a variable that is missing or empty throws MissingSetting with its name.
 */
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

function json<Value>(name: string): Value {
  const text = read(name);
  try {
    return JSON.parse(text) as Value;
  } catch {
    throw new SpawnError(
      'MissingSetting',
      `the environment variable ${name} is not JSON: '${text.slice(0, 80)}'. Deploy the stack again.`,
      { name },
    );
  }
}
