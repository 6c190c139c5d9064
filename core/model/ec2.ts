import type { Tags } from '../tags';

/** EC2's resources as plain values: rules use these and never a type of the SDK. Dates are RFC 3339 in UTC. */
export interface Ec2BlockDevice {
  device: string;
  snapshot_id?: string;
  size_gb: number;
  encrypted: boolean;
  /** EC2 keeps the volume when an instance of the image is terminated. */
  kept?: true;
}

export interface Ec2Image {
  image_id: string;
  region: string;
  name: string;
  description: string;
  state: 'pending' | 'available' | 'invalid' | 'deregistered' | 'transient' | 'failed' | 'error' | 'disabled';
  /** EC2's own reason for a failed image. */
  state_reason?: string;
  /** EC2 also knows `i386`, `x86_64_mac` and `arm64_mac`. */
  architecture: string;
  owner_id: string;
  /** `amazon`, `aws-backup-vault`, `aws-marketplace`; absent for other owners. */
  owner_alias?: string;
  creation_date: string;
  deprecation_time?: string;
  /** The last launch, reported up to a day late; absent when there was none since April 2017. */
  last_launched?: string;
  /** Whether it meets the criteria of Allowed AMIs; absent while the account does not use them. */
  allowed?: boolean;
  /** Whether EC2 refuses to deregister it. */
  deregistration_protected?: boolean;
  /** `v2.0` when instances of it require IMDSv2 unless their launch says otherwise. */
  imds_support?: string;
  /** Instance types and patterns that it may be launched on; absent for any. */
  launch_types?: string[];
  /** `windows`; absent for Linux. */
  platform?: string;
  root_device: string;
  block_devices: Ec2BlockDevice[];
  public: boolean;
  tags: Tags;
  source_instance_id?: string;
  source_image_id?: string;
  source_image_region?: string;
}

export interface Ec2Snapshot {
  snapshot_id: string;
  region: string;
  state: string;
  /** 0 to 100. */
  progress_percent: number;
  size_gb: number;
  /** All that is stored, not only what changed since the snapshot before; absent until it is completed. */
  full_size_bytes?: number;
  encrypted: boolean;
  /** ARN of the key that an encrypted one is encrypted with. */
  kms_key_id?: string;
  start_time: string;
  description: string;
  tags: Tags;
}

export interface Ec2Volume {
  /** The device that it is attached as. */
  device: string;
  encrypted: boolean;
  /** ARN of the key that an encrypted one is encrypted with. */
  kms_key_id?: string;
}

export type Ec2InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export interface Ec2Instance {
  instance_id: string;
  region: string;
  /** The tag `Name`. */
  name?: string;
  state: Ec2InstanceState;
  /** EC2's own reason for the last change, such as a spot interruption. */
  state_reason?: string;
  instance_type: string;
  image_id: string;
  architecture: string;
  launch_time: string;
  availability_zone: string;
  subnet_id?: string;
  public_ip?: string;
  private_ip?: string;
  profile_arn?: string;
  root_device: string;
  /** Its EBS volumes. */
  volumes: { device: string; volume_id: string; delete_on_termination: boolean }[];
  platform?: string;
  spot: boolean;
  /** Whether its metadata service accepts IMDSv2 alone. */
  imds_v2_only: boolean;
  tags: Tags;
}

export interface Ec2InstanceType {
  instance_type: string;
  architectures: string[];
  vcpus: number;
  memory_mib: number;
  /** Empty for types with AWS's own accelerators. */
  gpus: { manufacturer: string; name: string; count: number; memory_mib: number }[];
  /** AWS's own accelerators: Neuron and Inferentia. */
  neuron: boolean;
}

export interface Ec2Region {
  region: string;
  /** False where the account has not opted in. */
  enabled: boolean;
}

export type CommandStatus =
  'Pending' | 'InProgress' | 'Delayed' | 'Success' | 'Cancelled' | 'TimedOut' | 'Failed' | 'Cancelling';

/** One command on one instance, as Systems Manager reports it. */
export interface CommandResult {
  command_id: string;
  instance_id: string;
  status: CommandStatus;
  /** Finer than the status: `DeliveryTimedOut`, `ExecutionTimedOut`, `Undeliverable`, `Terminated`, … */
  status_details: string;
  /** Absent while the script runs, and when it never did. */
  exit_code?: number;
  /** The agent's worker died while the script ran, for example by a reboot: the exit code is not the script's. */
  cut_off?: boolean;
  /** The first part only: 24,000 characters read alone, 2,500 in a list. */
  output: string;
  /** The first 8,000 characters; empty in a list. */
  error_output: string;
  requested_at?: string;
}
