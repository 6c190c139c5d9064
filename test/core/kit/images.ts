import type { Ec2Image, Ec2Instance } from '../../../core/model/ec2';
import type { Image } from '../../../core/model/image';
import type { Run } from '../../../core/model/run';
import type { Wait } from '../../../core/wait/record';

export const now = new Date('2026-01-14T10:30:00Z');

/** A day so many days before the fixed day. */
export function daysAgo(days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString();
}

/** A published image of pytorch 2.2, with what the test says differently. */
export function image(changes: Partial<Image> = {}): Image {
  return {
    ami_id: 'ami-1',
    region: 'us-east-1',
    name: 'pytorch-2.2-x86_64-20260114',
    description: '',
    state: 'available',
    architecture: 'x86_64',
    creation_date: daysAgo(14),
    owner_id: '123456789012',
    size_gb: 30,
    gpu: false,
    stack: 'pytorch',
    version: '2.2',
    variant: 'x86_64',
    deprecated: false,
    lifecycle: 'published',
    deployment: 'dev@us-east-1',
    tags: {},
    snapshots: [],
    updated_at: daysAgo(14),
    revision: 1,
    ...changes,
  };
}

/** A running instance of ours, with what the test says differently. */
export function instance(changes: Partial<Ec2Instance> = {}): Ec2Instance {
  return {
    instance_id: 'i-1',
    region: 'us-east-1',
    name: 'builder',
    state: 'running',
    instance_type: 'm7i.large',
    image_id: 'ami-base',
    architecture: 'x86_64',
    launch_time: daysAgo(0),
    availability_zone: 'us-east-1a',
    volumes: [],
    root_device: '/dev/xvda',
    spot: false,
    imds_v2_only: true,
    tags: { 'spawn:managed': 'true' },
    ...changes,
  };
}

/** An image as EC2 tells of it, managed by tag and published. */
export function ec2Image(changes: Partial<Ec2Image> = {}): Ec2Image {
  return {
    image_id: 'ami-1',
    region: 'us-east-1',
    name: 'pytorch',
    description: '',
    state: 'available',
    architecture: 'x86_64',
    owner_id: '123456789012',
    creation_date: daysAgo(14),
    root_device: '/dev/xvda',
    block_devices: [{ device: '/dev/xvda', snapshot_id: 'snap-1', size_gb: 30, encrypted: false }],
    public: false,
    tags: { 'spawn:managed': 'true', 'spawn:stack': 'pytorch', 'spawn:state': 'published' },
    ...changes,
  };
}

/** An instance's wait of ten minutes that began a minute ago. */
export function wait(changes: Partial<Wait> = {}): Wait {
  return {
    execution: 'bld-1',
    state: 'AwaitInstance',
    token: 't',
    build_id: 'bld-1',
    condition: 'instance-reachable',
    resource: 'object:ready',
    region: 'us-east-1',
    instance_id: 'i-1',
    started_at: '2026-01-14T10:29:00Z',
    deadline: '2026-01-14T10:39:00Z',
    ...changes,
  };
}

/** A build that succeeded. */
export function run(changes: Partial<Run> = {}): Run {
  return {
    build_id: 'bld-1',
    kind: 'build',
    status: 'succeeded',
    region: 'us-east-1',
    created_at: daysAgo(1),
    updated_at: daysAgo(1),
    requested_by: 'arn:aws:iam::123456789012:user/a',
    execution_arn: 'arn:aws:states:us-east-1:123456789012:execution:m:bld-1',
    cancel_requested: false,
    ami_id: 'ami-1',
    stages: [],
    replicas: [],
    revision: 1,
    ...changes,
  };
}

/** What an error of that name looks like whose sentence contains the text. */
export function named(name: string, text = ''): Error {
  return expect.objectContaining({ name, message: expect.stringContaining(text) }) as Error;
}
