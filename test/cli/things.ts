import type { Image } from '../../core/image';
import type { Run } from '../../core/run';

/** A published image, ten days old on 2026-01-28. */
export function image(changes: Partial<Image> = {}): Image {
  return {
    ami_id: 'ami-0abc1230abc1230ab', region: 'us-east-1', name: 'pytorch-2.2-cpu-20260114', description: 'PyTorch', state: 'available',
    architecture: 'x86_64', creation_date: '2026-01-14T10:30:00Z', owner_id: '123456789012', size_gb: 30, gpu: false, stack: 'pytorch', version: '2.2',
    deprecated: false, lifecycle: 'published', tags: { stack: 'pytorch' }, snapshots: [], updated_at: '2026-01-14T10:30:00Z', revision: 1, ...changes,
  };
}

/** A build that runs. */
export function run(changes: Partial<Run> = {}): Run {
  return {
    build_id: 'bld-0mk3f2k1a7x2m9q4c', kind: 'build', status: 'running', region: 'us-east-1', created_at: '2026-01-28T10:00:00Z',
    updated_at: '2026-01-28T10:00:00Z', requested_by: 'arn:aws:iam::123456789012:user/jo', execution_arn: 'arn', cancel_requested: false,
    stack: 'pytorch', version: '2.2', variant: 'x86_64', image_name: 'pytorch-2.2-x86_64-20260128',
    stages: [], replicas: [], revision: 1, ...changes,
  };
}
