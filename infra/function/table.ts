import type { Granting } from '../grant/form';
import {
  describeNetwork,
  readAllowedImages,
  readQuotas,
  readRetentionRules,
  readSpotRole,
  readTriggers,
  setAllowedImages,
  simulatePolicies,
} from '../grant/account';
import {
  answerWaits,
  describe,
  followExecutions,
  observeCommands,
  publishReports,
  putEvents,
  sendDeadLetters,
  scheduleRebuilds,
  startExecutions,
} from '../grant/flow';
import { describeKeys, grantKeys, signProvenance, useKeysByEc2, verifyProvenance } from '../grant/keys';
import {
  adoptImages,
  copyImages,
  dateDeprecation,
  deprecateImages,
  markDeprecated,
  markLatest,
  protectImages,
  publishImages,
  restrictLaunchTypes,
  removeCandidates,
  repairIdentity,
  repairIdentityTags,
  revokeImages,
  specifyImdsV2,
  tagPublished,
} from '../grant/images';
import { keepCandidates, takeOverCandidates } from '../grant/candidates';
import { readPublicAccess, readSnapshotShares, shareImages } from '../grant/image-sharing';
import {
  cleanupPublished,
  cleanupUnmanaged,
  disableMarked,
  disableScheduled,
  enableMarked,
  freeRecords,
  markForCleanup,
  markOrphans,
  unmarkForCleanup,
  unmarkOwn,
  readBinnedImages,
  restoreFromBin,
  unprotectMarked,
} from '../grant/cleanup';
import {
  createImages,
  launchBuilders,
  launchForPeople,
  launchTestInstances,
  moveDeadline,
  readConsole,
  sendCommands,
  startSessions,
  startManaged,
  stop,
  stopManaged,
  terminate,
  terminateCandidates,
  terminateLaunched,
  terminateManaged,
} from '../grant/instances';
import { readFindings, scanPackages } from '../grant/findings';
import { readImageUse, readLaunchPermissions, readLaunchSources, reportUsage } from '../grant/references';
import {
  makeCommandLogs,
  queryCatalog,
  readBaseParameters,
  readCatalog,
  readCommandLog,
  readObjects,
  readSecrets,
  removeFromCatalog,
  writeCatalog,
  writeObjects,
} from '../grant/storage';
import { actInMembers } from '../grant/members';
import { writeChannelParameters } from '../grant/channels';
import {
  cancelRefreshes,
  moveTemplates,
  readGroups,
  readRefreshes,
  readTemplates,
  refreshGroups,
} from '../grant/rollout';

/** Variables that a row can request besides stage, deployment and log level, which every function gets. */
export type Variable =
  | 'table'
  | 'bucket'
  | 'regions'
  | 'network'
  | 'subnets'
  | 'builderProfile'
  | 'launchedProfile'
  | 'logGroup'
  | 'logRetention'
  | 'machines'
  | 'signingKey'
  | 'reportTopic'
  | 'memberRoles'
  | 'expected'
  | 'settings'
  | 'rebuildSchedules'
  | 'notifications';

/** Folder of functions, which determines their stack. */
export type Folder =
  | 'api'
  | 'pipeline'
  | 'build'
  | 'create'
  | 'test'
  | 'publish'
  | 'replication'
  | 'launch'
  | 'rollout'
  | 'night'
  | 'events'
  | 'cleanup';

/** One handler: its file is `lambdas/<folder>/<name>.ts`, and its function, log group and placeholder have its name. */
export interface FunctionRow {
  readonly folder: Folder;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: readonly Variable[];
  readonly grants: readonly Granting[];
  /** Invoked asynchronously by events or schedules: failures go to the dead-letter queue. */
  readonly asynchronous?: true;
}

const row = (
  folder: Folder,
  timeoutSeconds: number,
  environment: Variable[],
  grants: Granting[],
  more: Partial<FunctionRow> = {},
): FunctionRow => ({
  folder,
  timeoutSeconds,
  memoryMb: 256,
  environment,
  grants,
  ...more,
});

// An HTTP API times out after 30 seconds. People wait for these functions, and more memory means more CPU.
const answer = (environment: Variable[], grants: Granting[]) => row('api', 29, environment, grants, { memoryMb: 512 });

// The handler of a wait stores the wait and requests a first look by an event.
const wait: Granting[] = [writeCatalog, putEvents];
// A function that completes waits reads their resources, one at a time or all of a region.
const look: Granting[] = [
  readCatalog,
  removeFromCatalog,
  answerWaits,
  readRefreshes,
  describe('Images', 'Instances'),
  readObjects('builds', 'ready'),
];
const script: Granting[] = [
  ...wait,
  sendCommands,
  makeCommandLogs,
  observeCommands('ListCommands'),
  readObjects('files', 'environment'),
  writeObjects('builds', 'environment'),
  readSecrets,
];
const conclude: Granting[] = [removeFromCatalog, readObjects('builds'), putEvents, markLatest];
const startRollouts: Granting[] = [readTemplates, readGroups, startExecutions('rollout')];
const followRuns = followExecutions('pipeline', 'create', 'test', 'replicate', 'launch', 'rollout');
const rebuild: Granting[] = [
  writeCatalog,
  removeFromCatalog,
  readObjects('files', 'uploads'),
  writeObjects('files'),
  startExecutions('pipeline'),
  followExecutions('pipeline'),
  putEvents,
  readBaseParameters,
  describeKeys,
  describe('Images', 'InstanceTypes', 'Regions'),
  readQuotas,
];
const changeShares: Granting[] = [shareImages, readSnapshotShares, grantKeys, describe('Images', 'Snapshots')];
const removeLeftovers: Granting[] = [
  writeCatalog,
  actInMembers,
  terminateCandidates,
  removeCandidates,
  protectImages,
  dateDeprecation,
  markDeprecated,
  describe('Images', 'Instances', 'Snapshots'),
  readConsole,
  writeObjects('builds'),
  putEvents,
];

const launchInstances: Granting[] = [
  writeCatalog,
  launchForPeople,
  useKeysByEc2,
  terminateLaunched,
  readBaseParameters,
  describe('Images', 'Instances', 'InstanceTypes', 'Regions'),
];

// prettier-ignore
const rows = {
  'answer-reads': answer(
    ['table', 'regions', 'logGroup', 'settings'],
    [readCatalog, followExecutions('pipeline', 'create', 'test', 'replicate', 'launch', 'rollout', 'nightly'), readCommandLog, describe('Instances', 'InstanceTypes', 'Snapshots'), readSnapshotShares],
  ),
  'start-runs': answer(
    ['table', 'bucket', 'regions', 'subnets', 'machines', 'settings'],
    [writeCatalog, removeFromCatalog, readObjects('files', 'uploads'), writeObjects('files'), startExecutions('pipeline', 'create', 'test', 'replicate', 'nightly'), followExecutions('pipeline', 'nightly'), putEvents, readBaseParameters, observeCommands('DescribeInstanceInformation'), describeKeys, describe('Images', 'Instances', 'Volumes', 'InstanceTypes', 'Regions'), readQuotas],
  ),
  'start-copies': answer(['table', 'regions', 'machines', 'memberRoles'], [writeCatalog, removeFromCatalog, startExecutions('replicate'), describeKeys, describe('Images', 'Regions', 'Snapshots'), readQuotas, actInMembers]),
  'apply-changes': answer(
    ['table', 'regions', 'settings', 'notifications', 'memberRoles'],
    [
      actInMembers,
      writeCatalog, removeFromCatalog, putEvents, terminateManaged, deprecateImages, tagPublished, adoptImages, markLatest,
      describe('Images', 'Instances', 'Snapshots', 'Regions'), followRuns,
    ],
  ),
  'check-images': answer(['table', 'regions', 'settings'], [writeCatalog, readBaseParameters, describe('Images', 'Snapshots'), putEvents]),
  'launch-instances': answer(
    ['table', 'regions', 'network', 'launchedProfile', 'machines', 'settings'],
    [...launchInstances, removeFromCatalog, startExecutions('launch')],
  ),
  'revoke-images': answer(['table', 'regions', 'memberRoles'], [actInMembers, writeCatalog, removeFromCatalog, putEvents, revokeImages, unmarkOwn, restoreFromBin, protectImages, markLatest, describe('Images', 'Snapshots')]),
  'change-stacks': answer(['table', 'regions', 'memberRoles', 'rebuildSchedules'], [writeCatalog, describe('Regions'), scheduleRebuilds]),
  'examine-images': answer(['table', 'bucket', 'regions', 'signingKey', 'settings', 'memberRoles'], [readCatalog, readObjects('builds', 'provenance', 'files'), readBaseParameters, describe('Images'), verifyProvenance]),
  'change-channels': answer(['table', 'regions', 'machines'], [writeCatalog, removeFromCatalog, putEvents, writeChannelParameters, ...startRollouts]),
  'connect-instances': answer(
    ['table', 'regions', 'logGroup', 'logRetention', 'settings'],
    [writeCatalog, removeFromCatalog, startSessions, sendCommands, makeCommandLogs, observeCommands('GetCommandInvocation', 'DescribeInstanceInformation'), describe('Instances')],
  ),
  'manage-cleanups': answer(
    ['table', 'bucket', 'regions', 'machines'],
    [writeCatalog, removeFromCatalog, readObjects('plans'), startExecutions('cleanup'), followExecutions('cleanup')],
  ),

  'share-images': answer(
    ['table', 'regions'],
    [writeCatalog, removeFromCatalog, putEvents, shareImages, readSnapshotShares, readPublicAccess, readQuotas, describeKeys, grantKeys, describe('Images', 'Snapshots')],
  ),
  'allow-images': answer(['table', 'regions', 'settings'], [writeCatalog, readBaseParameters, describe('Images'), readAllowedImages, setAllowedImages]),
  'read-references': answer(['table', 'regions', 'settings', 'memberRoles'], [readCatalog, readImageUse, readLaunchPermissions, describe('Images', 'Regions')]),
  'register-references': answer(['table', 'regions'], [writeCatalog, removeFromCatalog, putEvents]),

  // A dry run of a launch needs the grants of a launch. Everything else reads.
  'examine-account': answer(
    ['table', 'regions', 'network', 'builderProfile', 'expected', 'memberRoles', 'settings'],
    [actInMembers, queryCatalog, simulatePolicies, launchBuilders, readBaseParameters, describeNetwork, describe('Images', 'Instances'), readQuotas, readPublicAccess, readAllowedImages, readRetentionRules, readSpotRole, readTriggers],
  ),

  'plan-build': row('pipeline', 60, ['table'], [writeCatalog]),
  compensate: row('pipeline', 300, ['table', 'bucket', 'memberRoles'], [...removeLeftovers, startManaged, useKeysByEc2, moveDeadline, keepCandidates]),
  'take-over-candidate': row('pipeline', 60, ['table', 'bucket'], [writeCatalog, takeOverCandidates, readObjects('builds'), writeObjects('builds'), describe('Images')]),
  'await-turn': row('pipeline', 60, ['table'], wait),
  'await-approval': row('pipeline', 60, ['table'], wait),
  'record-outcome': row('pipeline', 60, ['table', 'bucket', 'rebuildSchedules'], [writeCatalog, ...conclude, scheduleRebuilds]),

  'launch-builder': row('build', 120, ['table', 'bucket', 'network', 'builderProfile'], [writeCatalog, launchBuilders, useKeysByEc2, writeObjects('ready'), describe('Instances')]),
  'await-instance': row('build', 60, ['table'], wait),
  'run-script': row('build', 60, ['table', 'bucket', 'regions', 'logGroup', 'logRetention'], [...script, readObjects('uploads'), describe('Instances')]),
  'clean-builder': row('build', 60, ['table', 'bucket', 'regions', 'logGroup', 'logRetention'], [...script, describe('Instances')]),
  'judge-residue': row('build', 60, ['table', 'bucket'], [readCatalog, readObjects('builds')]),
  'stop-builder': row('build', 60, ['table'], [...wait, stop]),

  'search-instance': row('create', 60, ['table', 'bucket', 'regions', 'logGroup', 'logRetention'], [...wait, sendCommands, makeCommandLogs, observeCommands('ListCommands'), readObjects('environment'), writeObjects('builds', 'environment')]),
  'judge-search': row('create', 60, ['table', 'bucket'], [writeCatalog, readObjects('builds')]),
  'freeze-instance': row('create', 60, ['table', 'bucket', 'regions', 'logGroup', 'logRetention'], [...wait, sendCommands, makeCommandLogs, observeCommands('ListCommands'), readObjects('environment'), writeObjects('builds')]),
  'stop-instance': row('create', 60, ['table'], [...wait, stopManaged]),
  'create-image': row('create', 60, ['table', 'bucket'], [writeCatalog, createImages, describe('Images', 'Instances', 'Snapshots'), readObjects('builds'), writeObjects('environment')]),
  'start-instance': row('create', 60, ['table'], [writeCatalog, startManaged, useKeysByEc2, describe('Instances', 'Snapshots')]),
  'await-image': row('create', 60, ['table'], wait),
  'catalog-image': row('create', 60, ['table', 'bucket'], [writeCatalog, readObjects('builds'), specifyImdsV2]),

  'launch-test-instance': row('test', 120, ['table', 'bucket', 'network', 'builderProfile'], [writeCatalog, launchTestInstances, useKeysByEc2, writeObjects('ready'), describe('Images', 'Instances')]),
  'record-test': row('test', 60, ['table', 'bucket', 'logGroup'], [writeCatalog, readObjects('builds'), writeObjects('builds'), readCommandLog]),
  'release-test-instance': row('test', 60, ['table'], [writeCatalog, terminateCandidates, moveDeadline, describe('Instances')]),
  'scan-packages': row('test', 120, ['table', 'bucket'], [writeCatalog, readObjects('builds'), writeObjects('builds'), scanPackages], { memoryMb: 512 }),
  'judge-tests': row('test', 60, ['table'], [writeCatalog]),
  'retest-images': row('test', 120, ['table', 'machines', 'settings'], [writeCatalog, startExecutions('test')]),

  'sign-provenance': row('publish', 60, ['table', 'bucket', 'signingKey'], [readCatalog, readObjects('builds'), writeObjects('provenance'), signProvenance]),
  'publish-image': row('publish', 60, ['table'], [writeCatalog, publishImages, restrictLaunchTypes, protectImages, dateDeprecation, markDeprecated]),
  'terminate-builder': row('publish', 60, ['table'], [writeCatalog, terminateCandidates, describe('Instances')]),

  'plan-replication': row('replication', 60, ['table', 'bucket'], [writeCatalog, writeObjects('files')]),
  'lend-image': row('replication', 60, ['table'], [writeCatalog, ...changeShares]),
  'copy-image': row('replication', 60, ['table', 'memberRoles'], [writeCatalog, copyImages, describeKeys, useKeysByEc2, actInMembers]),
  'remove-failed-copy': row('replication', 300, ['table', 'bucket', 'memberRoles'], removeLeftovers),
  'publish-replica': row('replication', 60, ['table', 'memberRoles'], [writeCatalog, publishImages, restrictLaunchTypes, protectImages, specifyImdsV2, dateDeprecation, markDeprecated, actInMembers]),
  'record-replica-failure': row('replication', 300, ['table', 'bucket', 'memberRoles'], removeLeftovers),
  'take-back-image': row('replication', 60, ['table'], [writeCatalog, ...changeShares]),
  'judge-replication': row('replication', 60, ['table'], [readCatalog]),

  'settle-runs': row('night', 300, ['table'], [queryCatalog, putEvents, followRuns]),
  'launch-array': row('launch', 900, ['table', 'regions', 'network', 'launchedProfile', 'settings'], launchInstances),
  'take-back-array': row('launch', 300, ['table'], [readCatalog, terminateLaunched, describe('Instances')]),

  'move-template': row('rollout', 60, ['table'], [writeCatalog, readTemplates, moveTemplates]),
  'start-refresh': row('rollout', 60, ['table'], [writeCatalog, refreshGroups, readRefreshes]),
  'await-refresh': row('rollout', 60, ['table'], wait),
  'roll-back-template': row('rollout', 60, ['table'], [writeCatalog, readTemplates, moveTemplates]),
  'roll-back-refresh': row('rollout', 60, ['table'], [writeCatalog, refreshGroups, cancelRefreshes, readRefreshes, readGroups]),
  'record-rollback-failure': row('rollout', 60, ['table'], [writeCatalog]),
  'return-channel': row('rollout', 60, ['table', 'regions'], [writeCatalog, putEvents, writeChannelParameters]),

  'reconcile-region': row('night', 300, ['table'], [writeCatalog, describe('Images', 'Snapshots'), markDeprecated, markLatest, repairIdentity, repairIdentityTags, putEvents]),
  'reconcile-accounts': row('night', 300, ['table', 'regions', 'memberRoles'], [writeCatalog, describe('Images'), markDeprecated, actInMembers]),
  'check-health': row('night', 300, ['table', 'regions', 'settings'], [writeCatalog, readBaseParameters, describe('Images', 'Snapshots'), putEvents], { memoryMb: 1024 }),
  'read-findings': row('night', 300, ['table'], [writeCatalog, readFindings, putEvents]),
  'rescan-packages': row('night', 900, ['table', 'bucket'], [writeCatalog, readObjects('builds'), writeObjects('builds'), scanPackages, putEvents], { memoryMb: 512 }),
  'repair-shares': row('night', 300, ['table'], [writeCatalog, ...changeShares, putEvents]),
  'repair-channels': row('night', 900, ['table', 'regions'], [writeCatalog, putEvents, writeChannelParameters]),
  'measure-costs': row('night', 300, ['table', 'settings'], [writeCatalog, describe('Snapshots')]),
  'deprecate-stale': row('night', 300, ['table', 'memberRoles'], [writeCatalog, actInMembers, dateDeprecation, markDeprecated, markLatest, putEvents, describe('Images')]),
  'apply-schedules': row('night', 300, ['table', 'memberRoles'], [writeCatalog, actInMembers, disableScheduled, markLatest, putEvents, describe('Images')]),
  'find-orphans': row('night', 300, [], [describe('Images', 'Snapshots'), readBinnedImages, markOrphans], { memoryMb: 512 }),
  'export-history': row('night', 300, ['table', 'bucket', 'settings'], [queryCatalog, readObjects('history'), writeObjects('history')]),
  'report-usage': row('night', 300, ['table', 'settings'], [writeCatalog, reportUsage, readLaunchSources]),
  'watch-quotas': row('night', 300, [], [describe('Images'), readQuotas]),
  'rebuild-stacks': row('night', 300, ['table', 'bucket', 'regions', 'machines', 'settings', 'rebuildSchedules'], [...rebuild, scheduleRebuilds]),
  'open-night': row('night', 60, ['table'], [writeCatalog, followExecutions('nightly')]),
  'report-nightly': row('night', 60, ['table', 'reportTopic'], [writeCatalog, removeFromCatalog, putEvents, publishReports]),
  'repair-replicas': row('night', 120, ['table', 'regions', 'machines'], [writeCatalog, startExecutions('replicate')]),

  'start-cleanup': row('night', 60, ['table', 'machines'], [writeCatalog, removeFromCatalog, startExecutions('cleanup'), followExecutions('cleanup')]),

  'plan-cleanup': row('cleanup', 600, ['table', 'bucket', 'settings'], [writeCatalog, writeObjects('plans'), describe('Images', 'Snapshots'), readBinnedImages, readImageUse, readLaunchPermissions], { memoryMb: 512 }),
  'store-plan': row('cleanup', 60, ['table'], [writeCatalog]),
  'mark-images': row('cleanup', 600, ['table', 'bucket'], [writeCatalog, readObjects('plans'), describe('Images', 'Snapshots'), markForCleanup, unprotectMarked], { memoryMb: 512 }),
  'remove-images': row('cleanup', 900, ['table'], [writeCatalog, putEvents, describe('Images', 'Snapshots'), readImageUse, readLaunchPermissions, unmarkForCleanup, disableMarked, protectImages, cleanupPublished, cleanupUnmanaged, freeRecords], { memoryMb: 512 }),
  'give-back-images': row('cleanup', 900, ['table'], [writeCatalog, putEvents, describe('Images', 'Snapshots'), unmarkForCleanup, enableMarked, protectImages]),
  'conclude-cleanup': row('cleanup', 300, ['table'], [writeCatalog, removeFromCatalog, putEvents, markLatest]),

  'complete-waits': row('events', 60, ['table', 'bucket', 'settings'], [...look, observeCommands('GetCommandInvocation', 'DescribeInstanceInformation')], { asynchronous: true }),
  'sweep-waits': row('events', 120, ['table', 'bucket', 'memberRoles', 'settings'], [...look, actInMembers, observeCommands('ListCommandInvocations', 'DescribeInstanceInformation')], { asynchronous: true }),
  'follow-image': row('events', 120, ['table', 'regions'], [writeCatalog, describe('Images'), markLatest, putEvents], { asynchronous: true }),
  'rebuild-children': row('events', 300, ['table', 'bucket', 'regions', 'machines', 'settings'], rebuild, { asynchronous: true }),
  'start-rebuild': row('events', 300, ['table', 'bucket', 'regions', 'machines', 'settings'], rebuild, { asynchronous: true }),
  'reap-leftovers': row(
    'events', 300, ['table', 'regions', 'memberRoles'],
    [writeCatalog, removeFromCatalog, actInMembers, terminate, removeCandidates, describe('Images', 'Instances', 'Snapshots'), putEvents, followRuns],
    { asynchronous: true },
  ),
  'tell-owners': row('events', 120, ['settings'], [readLaunchSources, putEvents], { asynchronous: true }),
  'publish-channel': row('events', 120, ['table', 'regions', 'machines'], [writeCatalog, putEvents, writeChannelParameters, ...startRollouts], { asynchronous: true }),
  'compensate-stopped': row('events', 300, ['table', 'bucket', 'memberRoles'], [...removeLeftovers, startManaged, useKeysByEc2, terminateLaunched, readTemplates, moveTemplates, readGroups, refreshGroups, cancelRefreshes, readRefreshes, ...conclude, followRuns], { asynchronous: true }),
} satisfies Record<string, FunctionRow>;

export type FunctionName = keyof typeof rows;

/**
 * Every handler of the app with its size, variables and grants. A test compares the table with the files and the code.
 */
export const functions: Readonly<Record<FunctionName, FunctionRow>> = rows;

export const functionNames = Object.keys(rows) as FunctionName[];

/** Returns the grants of a function, including the dead-letter queue. */
export function grantsOf(name: FunctionName): readonly Granting[] {
  const found = functions[name];
  return found.asynchronous ? [...found.grants, sendDeadLetters] : found.grants;
}

/** Returns the placeholder of a function or state machine: `create-image` is `CreateImage`. */
export function placeholderOf(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_match, _dash: string, letter: string) => letter.toUpperCase());
}
