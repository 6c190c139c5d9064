import { Aws } from 'aws-cdk-lib';
import { commandLogIn } from '../../core/instance/command-log';

export const machineNames = [
  'pipeline',
  'build',
  'create',
  'test',
  'replicate',
  'launch',
  'rollout',
  'nightly',
  'cleanup',
] as const;
export type MachineName = (typeof machineNames)[number];

/**
 * All names and ARNs of a deployment, formed from stage and home region, so that stacks need not pass them to each
 * other.
 */
export interface Names {
  readonly stage: string;
  readonly region: string;
  /** `<stage>@<home region>`, the value of the deployment tag. */
  readonly deployment: string;
  readonly table: string;
  readonly tableArn: string;
  readonly bucket: string;
  readonly bucketArn: string;
  /** Log group of commands in the home region. */
  readonly commandLog: string;
  readonly commandLogArn: string;
  /** ARNs of the log group of commands in a region and its contents. */
  commandLogArns(region: string): string[];
  readonly deadLetters: string;
  readonly deadLettersArn: string;
  /** Group of the schedules for rebuilds. */
  readonly rebuilds: string;
  /** ARN pattern of the schedules in that group. */
  readonly rebuildsArn: string;
  readonly alarms: string;
  readonly alarmsArn: string;
  readonly reports: string;
  readonly reportsArn: string;
  /** Alias of the key that signs provenance. */
  readonly signingKey: string;
  readonly builder: string;
  readonly launched: string;
  readonly busArn: string;
  /** ARN pattern of all rules of the deployment in a region. */
  rulesArn(region: string): string;
  /** Queue in another region for events that could not be forwarded. */
  regionalDeadLetters(region: string): { name: string; arn: string };
  /** ARN of the managed rule by which Step Functions learns that a child execution has ended. */
  readonly childRuleArn: string;
  /** Common prefix of the ARNs of the state machines. */
  readonly machinePrefixArn: string;
  /** ARN of this deployment's role in another account. */
  memberRoleArn(account: string): string;
  /** Returns a name for the home region, where another deployment has another stage. */
  prefixed(name: string): string;
  /**
   * Returns a name for IAM, another region or another account, which differs from that of a deployment of the same
   * stage with another home region.
   */
  global(name: string): string;
  parameter(name: string): string;
  functionArn(name: string): string;
  machineArn(name: MachineName): string;
  /** ARN pattern of the executions of a state machine. */
  executionsArn(name: MachineName): string;
  roleArn(name: string): string;
  profileArn(name: string): string;
  /** ARNs of a log group and its contents. */
  logGroupArns(name: string): string[];
}

const arnOf = (service: string, region: string, resource: string) =>
  `arn:${Aws.PARTITION}:${service}:${region}:${Aws.ACCOUNT_ID}:${resource}`;

const groupArns = (region: string, name: string) => [
  arnOf('logs', region, `log-group:${name}`),
  arnOf('logs', region, `log-group:${name}:*`),
];

/** Returns the names of the deployment of a stage in a home region. The account is a token until deployment. */
export function namesOf(stage: string, region: string): Names {
  const prefixed = (name: string) => `spawn-${stage}-${name}`;
  const global = (name: string) => `${prefixed(name)}-${region}`;
  const bucket = `spawn-${stage}-artifacts-${Aws.ACCOUNT_ID}-${region}`;
  const commandLog = `/spawn/${stage}/commands`;
  const machinePrefixArn = arnOf('states', region, `stateMachine:${prefixed('')}`);
  return {
    stage,
    region,
    deployment: `${stage}@${region}`,
    table: prefixed('catalog'),
    tableArn: arnOf('dynamodb', region, `table/${prefixed('catalog')}`),
    bucket,
    bucketArn: `arn:${Aws.PARTITION}:s3:::${bucket}`,
    commandLog,
    commandLogArn: arnOf('logs', region, `log-group:${commandLog}`),
    commandLogArns: (other) => groupArns(other, commandLogIn(other, commandLog, region)),
    deadLetters: prefixed('dead-letters'),
    deadLettersArn: arnOf('sqs', region, prefixed('dead-letters')),
    rebuilds: prefixed('rebuilds'),
    rebuildsArn: arnOf('scheduler', region, `schedule/${prefixed('rebuilds')}/*`),
    alarms: prefixed('alarms'),
    alarmsArn: arnOf('sns', region, prefixed('alarms')),
    reports: prefixed('reports'),
    reportsArn: arnOf('sns', region, prefixed('reports')),
    signingKey: `alias/${prefixed('provenance')}`,
    builder: global('builder'),
    launched: global('launched'),
    busArn: arnOf('events', region, 'event-bus/default'),
    rulesArn: (other) => arnOf('events', other, `rule/${other === region ? prefixed('*') : global('*')}`),
    regionalDeadLetters: (other) => ({
      name: global(`events-${other}-dead-letters`),
      arn: arnOf('sqs', other, global(`events-${other}-dead-letters`)),
    }),
    childRuleArn: arnOf('events', region, 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule'),
    machinePrefixArn,
    memberRoleArn: (account) => `arn:${Aws.PARTITION}:iam::${account}:role/${global('member')}`,
    prefixed,
    global,
    parameter: (name) => `/spawn/${stage}/${name}`,
    functionArn: (name) => arnOf('lambda', region, `function:${prefixed(name)}`),
    machineArn: (name) => `${machinePrefixArn}${name}`,
    executionsArn: (name) => arnOf('states', region, `execution:${prefixed(name)}:*`),
    roleArn: (name) => arnOf('iam', '', `role/${name}`),
    profileArn: (name) => arnOf('iam', '', `instance-profile/${name}`),
    logGroupArns: (name) => groupArns(region, name),
  };
}
