import { eventStates } from '../../core/catalog/followed-image';
import type { MachineName, Names } from './names';

/** A rule of the event bus. */
export interface Rule {
  readonly name: string;
  readonly summary: string;
  readonly pattern: object;
}

/** What AWS tells of images, instances and commands that may complete a wait, in the region where it happens. */
export const stateChanges: readonly Rule[] = [
  {
    name: 'image-changed',
    summary: 'An image became available, or never will',
    pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 AMI State Change'] },
  },
  {
    name: 'instance-ended',
    summary: 'An instance has stopped or is gone',
    pattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['stopped', 'shutting-down', 'terminated'] },
    },
  },
  {
    name: 'command-ended',
    summary: 'A script on an instance has ended',
    pattern: {
      source: ['aws.ssm'],
      'detail-type': ['EC2 Command Invocation Status-change Notification'],
      // Our scripts run by this document; events tell neither tags nor comments.
      detail: {
        'document-name': ['AWS-RunShellScript'],
        status: [{ 'anything-but': ['Pending', 'InProgress', 'Delayed', 'Cancelling'] }],
      },
    },
  },
];

/** Events that may complete a wait. They are hints: the handler reads the resource again. */
export const completing = (names: Names): Rule[] => [
  ...stateChanges,
  {
    name: 'object-written',
    summary: 'An instance reports that it is reachable, or what its disk holds',
    pattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [names.bucket] },
        object: { key: [{ prefix: 'ready/' }, { wildcard: 'builds/*/residue.json' }] },
      },
    },
  },
  {
    name: 'wait-stored',
    summary: 'A wait was stored, and what it waits for may already be there; or waits are to be given up',
    pattern: { source: ['spawn'], 'detail-type': ['Wait Stored', 'Cancel Requested'] },
  },
  {
    name: 'cancel-requested',
    summary: 'Somebody cancelled a build: its waits fail at once',
    pattern: { source: ['spawn'], 'detail-type': ['Cancel Requested'] },
  },
];

// Machines whose executions have a record of their own when a person or the night starts them.
const recorded = ['pipeline', 'create', 'test', 'replicate', 'launch'] as const satisfies readonly MachineName[];

export const stopped = (names: Names): Rule => ({
  name: 'execution-stopped',
  summary:
    'An execution has ended: if its record still says that it runs, it was stopped from outside or failed while recording',
  pattern: {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: {
      status: ['SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED_OUT'],
      stateMachineArn: recorded.map((name) => names.machineArn(name)),
    },
  },
});

export const stranded: Rule = {
  name: 'run-stranded',
  summary: 'A record says that a run goes on, and its execution is over or was never started',
  pattern: { source: ['spawn'], 'detail-type': ['Run Stranded'] },
};

export const moved: Rule = {
  name: 'channel-moved',
  summary: 'A channel went back since its release is not to be used any more: its parameters follow',
  pattern: { source: ['spawn'], 'detail-type': ['Channel Moved'] },
};

export const followed: Rule = {
  name: 'image-followed',
  summary: 'Somebody made, disabled, enabled or deregistered an image in EC2: the catalog follows',
  pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 AMI State Change'], detail: { State: [...eventStates] } },
};

export const published: Rule = {
  name: 'image-published',
  summary: 'A stack has a new release: what is built on it may be due to be built again',
  pattern: { source: ['spawn'], 'detail-type': ['Image Published'] },
};

// The reaper keeps what it is not sure of, and tells.
export const doubt: Rule = {
  name: 'leftover-doubted',
  summary: 'The reaper found something that it neither may remove nor can explain: look at it',
  pattern: { source: ['spawn'], 'detail-type': ['Leftover Doubt'] },
};

/** The names of all rules of the home region. */
export function ruleNames(names: Names): string[] {
  return [...completing(names), stopped(names), stranded, followed, moved, published, doubt].map(({ name }) => name);
}

/** Everything that runs by the clock. */
export const scheduleNames = ['sweep-waits', 'reap-leftovers', 'nightly'] as const;
