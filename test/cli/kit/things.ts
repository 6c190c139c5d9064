import type { CleanupDetails } from '../../../core/api/contract/cleanup';
import type { Image } from '../../../core/model/image';
import type { Run } from '../../../core/model/run';

/** A published image, ten days old on 2026-01-28. */
export function image(changes: Partial<Image> = {}): Image {
  return {
    ami_id: 'ami-0abc1230abc1230ab',
    region: 'us-east-1',
    name: 'pytorch-2.2-cpu-20260114',
    description: 'PyTorch',
    state: 'available',
    architecture: 'x86_64',
    creation_date: '2026-01-14T10:30:00Z',
    owner_id: '123456789012',
    size_gb: 30,
    gpu: false,
    stack: 'pytorch',
    version: '2.2',
    deprecated: false,
    lifecycle: 'published',
    tags: { stack: 'pytorch' },
    snapshots: [],
    updated_at: '2026-01-14T10:30:00Z',
    health: { level: 'healthy', messages: [], checked_at: '2026-01-28T03:00:00Z' },
    revision: 1,
    ...changes,
  };
}

/** A build that runs. */
export function run(changes: Partial<Run> = {}): Run {
  return {
    build_id: 'bld-0mk3f2k1a7x2m9q4c',
    kind: 'build',
    status: 'running',
    region: 'us-east-1',
    created_at: '2026-01-28T10:00:00Z',
    updated_at: '2026-01-28T10:00:00Z',
    requested_by: 'arn:aws:iam::123456789012:user/jo',
    execution_arn: 'arn',
    cancel_requested: false,
    stack: 'pytorch',
    version: '2.2',
    variant: 'x86_64',
    image_name: 'pytorch-2.2-x86_64-20260128',
    stages: [],
    replicas: [],
    revision: 1,
    ...changes,
  };
}

/** A plan of one image that goes, in use by nobody, and one that stays. */
export function cleanup(changes: Partial<CleanupDetails> = {}): CleanupDetails {
  return {
    cleanup_id: 'cln-0mk3f2k1a7x2m9q4c',
    status: 'planned',
    apply: false,
    limit: 50,
    request: { kind: 'request' },
    requested_by: 'arn:aws:iam::123456789012:user/jo',
    created_at: '2026-01-28T10:00:00.000Z',
    updated_at: '2026-01-28T10:00:00.000Z',
    execution_arn: 'arn',
    attempts: 1,
    regions: [
      { region: 'us-east-1', keep: 1, remove: 1, monthly_saving_usd: 1.5, kept_because: { instance: 1 }, found: [] },
    ],
    missing: [],
    counts: { keep: 1, remove: 1, removed: 0, taken_back: 0, failed: 0 },
    monthly_saving_usd: 1.5,
    revision: 1,
    removals: [],
    by_stack: {},
    entries: [
      cleanupEntry(),
      cleanupEntry({
        id: 'ami-0def4560def4560de',
        name: 'pytorch-2.2',
        decision: 'keep',
        codes: ['instance'],
        reasons: ['the instance i-1 was launched from it'],
      }),
    ],
    ...changes,
  };
}

/** A line of a plan: an image that goes. */
export function cleanupEntry(
  changes: Partial<CleanupDetails['entries'][number]> = {},
): CleanupDetails['entries'][number] {
  return {
    kind: 'image',
    id: 'ami-0abc1230abc1230ab',
    region: 'us-east-1',
    name: 'pytorch-2.1',
    stack: 'pytorch',
    version: '2.1',
    creation_date: '2025-06-01T00:00:00.000Z',
    size_gb: 30,
    monthly_cost_usd: 1.5,
    decision: 'remove',
    reasons: ['it is deprecated and 241 days old'],
    codes: ['deprecated'],
    unmanaged: false,
    snapshots: ['snap-1'],
    ...changes,
  };
}

/** What became of that image. */
export function removal(changes: Partial<CleanupDetails['removals'][number]> = {}): CleanupDetails['removals'][number] {
  return {
    cleanup_id: 'cln-0mk3f2k1a7x2m9q4c',
    kind: 'image',
    id: 'ami-0abc1230abc1230ab',
    region: 'us-east-1',
    name: 'pytorch-2.1',
    status: 'removed',
    reasons: ['it is deprecated and 241 days old'],
    unmanaged: false,
    snapshots: ['snap-1'],
    monthly_cost_usd: 1.5,
    marked_at: '2026-01-28T10:01:00.000Z',
    ...changes,
  };
}
