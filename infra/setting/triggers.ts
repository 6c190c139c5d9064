import { eventStates } from '../../core/catalog/followed-image';
import { managingKeys } from '../../core/image/from-tags';
import type { MachineName, Names } from './names';

/** A rule of the event bus. */
export interface Rule {
  readonly name: string;
  readonly summary: string;
  readonly pattern: object;
}

/** AWS's events that may complete a wait, about images, instances, refreshes and commands, in the resource's region. */
export const stateChanges: readonly Rule[] = [
  {
    name: 'image-changed',
    summary: 'An image became available or failed',
    pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 AMI State Change'] },
  },
  {
    name: 'instance-ended',
    summary: 'An instance stopped or is being terminated',
    pattern: {
      source: ['aws.ec2'],
      'detail-type': ['EC2 Instance State-change Notification'],
      detail: { state: ['stopped', 'shutting-down', 'terminated'] },
    },
  },
  {
    name: 'refresh-ended',
    summary: 'An instance refresh of an Auto Scaling group ended',
    pattern: {
      source: ['aws.autoscaling'],
      'detail-type': [
        'EC2 Auto Scaling Instance Refresh Succeeded',
        'EC2 Auto Scaling Instance Refresh Failed',
        'EC2 Auto Scaling Instance Refresh Cancelled',
      ],
    },
  },
  {
    name: 'command-ended',
    summary: 'A script on an instance ended',
    pattern: {
      source: ['aws.ssm'],
      'detail-type': ['EC2 Command Invocation Status-change Notification'],
      // Our scripts run by this document. The events have neither tags nor comments.
      detail: {
        'document-name': ['AWS-RunShellScript'],
        status: [{ 'anything-but': ['Pending', 'InProgress', 'Delayed', 'Cancelling'] }],
      },
    },
  },
];

/** Returns the rules of events that may complete a wait. Events are hints: the handler reads the resource again. */
export const completing = (names: Names): Rule[] => [
  ...stateChanges,
  {
    name: 'object-written',
    summary: 'An instance reported that it is reachable or at rest, or uploaded its residue report',
    pattern: {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: {
        bucket: { name: [names.bucket] },
        object: {
          key: [{ prefix: 'ready/' }, { wildcard: 'builds/*/residue.json' }, { wildcard: 'builds/*/frozen.txt' }],
        },
      },
    },
  },
  {
    name: 'wait-stored',
    summary: 'A wait was stored that may be complete already, or a run was cancelled',
    pattern: { source: ['spawn'], 'detail-type': ['Wait Stored', 'Cancel Requested'] },
  },
  {
    name: 'cancel-requested',
    summary: 'A run was cancelled: its waits fail at once',
    pattern: { source: ['spawn'], 'detail-type': ['Cancel Requested'] },
  },
];

// State machines whose executions have their own record when a person or the nightly run starts them.
const recorded = [
  'pipeline',
  'create',
  'test',
  'replicate',
  'launch',
  'rollout',
] as const satisfies readonly MachineName[];

export const stopped = (names: Names): Rule => ({
  name: 'execution-stopped',
  summary:
    'An execution ended: its record is ended if the execution was stopped from outside or failed while recording',
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
  summary: 'A run is recorded as running, but its execution has ended or was never started',
  pattern: { source: ['spawn'], 'detail-type': ['Run Stranded'] },
};

export const moved: Rule = {
  name: 'channel-moved',
  summary: 'A channel was rolled back because its release is unusable: its parameters are updated',
  pattern: { source: ['spawn'], 'detail-type': ['Channel Moved'] },
};

export const followed: Rule = {
  name: 'image-followed',
  summary: 'An image was created, disabled, enabled or deregistered in EC2: the catalog is updated',
  pattern: { source: ['aws.ec2'], 'detail-type': ['EC2 AMI State Change'], detail: { State: [...eventStates] } },
};

/** Packer tags images only when the copies of all regions are available, long after the event that the first is. */
export const tagged: Rule = {
  name: 'image-tagged',
  summary: 'An image was tagged as managed in EC2: it is added to the catalog',
  pattern: {
    source: ['aws.tag'],
    'detail-type': ['Tag Change on Resource'],
    detail: { service: ['ec2'], 'resource-type': ['image'], 'changed-tag-keys': [...managingKeys] },
  },
};

export const published: Rule = {
  name: 'image-published',
  summary: 'A stack has a new release: stacks that are built on it may be due for a rebuild',
  pattern: { source: ['spawn'], 'detail-type': ['Image Published'] },
};

export const retired = (names: Names): Rule => ({
  name: 'image-retired',
  summary: 'An image was deprecated or revoked, or has other findings: the owners of what uses it are told',
  pattern: {
    source: ['spawn'],
    'detail-type': ['Image Deprecated', 'Image Revoked', 'Image Findings Changed'],
    detail: { notification: { deployment: [names.deployment] } },
  },
});

// The reaper keeps and reports what it is not sure of.
export const doubt: Rule = {
  name: 'leftover-doubted',
  summary: 'The reaper found a resource that it may not remove and cannot explain: check it',
  pattern: { source: ['spawn'], 'detail-type': ['Leftover Doubt'] },
};

/** Returns the names of all rules of the home region. */
export function ruleNames(names: Names): string[] {
  return [
    ...completing(names),
    stopped(names),
    stranded,
    followed,
    tagged,
    moved,
    published,
    retired(names),
    doubt,
  ].map(({ name }) => name);
}

/** The names of all schedules. */
export const scheduleNames = ['sweep-waits', 'reap-leftovers', 'nightly'] as const;
