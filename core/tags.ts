/** The tag keys that spawn owns. This file alone may contain the prefix. */
export const prefix = 'spawn:';

export const tagKeys = {
  managed: 'spawn:managed',
  created: 'spawn:created',
  createdFrom: 'spawn:created-from',
  sourceRegion: 'spawn:source-region',
  arch: 'spawn:arch',
  gpu: 'spawn:gpu',
  baseAmi: 'spawn:base-ami',
  stack: 'spawn:stack',
  version: 'spawn:version',
  variant: 'spawn:variant',
  base: 'spawn:base',
  python: 'spawn:python',
  node: 'spawn:node',
  framework: 'spawn:framework',
  size: 'spawn:size',
  deprecated: 'spawn:deprecated',
  deprecatedDate: 'spawn:deprecated-date',
  replacement: 'spawn:replacement',
  deprecationReason: 'spawn:deprecation-reason',
  disableAt: 'spawn:disable-at',
  removeAt: 'spawn:remove-at',
  revoked: 'spawn:revoked',
  revokedDate: 'spawn:revoked-date',
  revocationReason: 'spawn:revocation-reason',
  keep: 'spawn:keep',
  cleanupMarked: 'spawn:cleanup-marked',
  orphanedSince: 'spawn:orphaned-since',
  replicatedFrom: 'spawn:replicated-from',
  latest: 'spawn:latest',
  buildComplete: 'spawn:build-complete',
  ttl: 'spawn:ttl',
  ttlDeadline: 'spawn:ttl-deadline',
  purpose: 'spawn:purpose',
  jobArray: 'spawn:job-array',
  jobArrayIndex: 'spawn:job-array-index',
  jobArraySize: 'spawn:job-array-size',
  buildId: 'spawn:build-id',
  deployment: 'spawn:deployment',
  state: 'spawn:state',
  consistency: 'spawn:consistency',
  rollout: 'spawn:rollout',
  deregistrationProtection: 'spawn:deregistration-protection',
} as const;

/** The user's tag with the version of CUDA, such as `12.1`. */
export const cudaVersionTag = 'cuda-version';

export type Tags = Record<string, string>;

/** What `spawn:state` may say: only candidates may be removed without a cleanup. */
export type LifecycleState = 'candidate' | 'published';

/** What `spawn:purpose` may say of an instance. */
export type InstancePurpose = 'ami-build' | 'ami-test' | 'launch';
