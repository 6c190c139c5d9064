import type { Architecture } from '../../../fixtures/base-images';
import type { Disk, Guest } from '../../../kernel/types';

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
export type ImageState = 'pending' | 'available' | 'failed' | 'disabled' | 'deregistered';

/** A volume as an image or an instance describes it; sizes in GiB. */
export interface VolumeMapping {
  deviceName: string;
  sizeGib: number;
  volumeType: string;
  encrypted: boolean;
  /** ARN of the key; without one AWS's own encrypts. */
  keyArn?: string;
  deleteOnTermination: boolean;
  iops?: number;
  throughput?: number;
  /** MiB a second at which the volume is filled ahead; it makes the first boot quicker. */
  initializationRate?: number;
  snapshotId?: string;
}

/** A thing of a region that becomes visible to its maker a moment after it was made. Times in milliseconds. */
export interface Resource {
  id: string;
  createdAt: number;
  visibleAt: number;
}

export interface Image extends Resource {
  name: string;
  description?: string;
  ownerId: string;
  ownerAlias?: string;
  state: ImageState;
  /** What lists and launches take its state for until then, since it was disabled or enabled a moment ago. */
  shown?: { state: ImageState; until: number };
  stateReason?: { Code: string; Message: string };
  architecture: Architecture;
  creationDate: string;
  rootDeviceName: string;
  volumes: VolumeMapping[];
  disk: Disk;
  platformDetails: string;
  sourceInstanceId?: string;
  sourceImageId?: string;
  sourceImageRegion?: string;
  deprecateAt?: number;
  lastLaunchedAt?: number;
  /** Protection from deregistration; `until` is set once it is switched off and its cooldown runs. */
  protection?: { cooldown: boolean; until?: number };
  permissions: LaunchPermission[];
  /** IMDSv2 is specified in the image; it cannot be undone (API reference, ModifyImageAttribute). */
  imdsSupport?: 'v2.0';
  /** Instance types and patterns that it may and may not be launched on; an empty list restricts nothing. */
  instanceTypes?: { supported: string[]; unsupported: string[] };
}

export type LaunchPermission =
  { UserId: string } | { Group: string } | { OrganizationArn: string } | { OrganizationalUnitArn: string };

export interface Snapshot extends Resource {
  ownerId: string;
  volumeId: string;
  sizeGib: number;
  state: 'pending' | 'completed' | 'error';
  encrypted: boolean;
  /** ARN of the key of an encrypted one. */
  keyArn?: string;
  description: string;
  permissions: ({ UserId: string } | { Group: string })[];
}

/** What an image must meet in every part to be allowed, as EC2 names it. */
export interface ImageCriterion {
  ImageProviders?: string[];
  ImageNames?: string[];
  MarketplaceProductCodes?: string[];
  CreationDateCondition?: { MaximumDaysSinceCreated?: number };
  DeprecationTimeCondition?: { MaximumDaysSinceDeprecated?: number };
}

/** The setting Allowed AMIs of an account in a region: an image must meet one of the criteria. */
export interface AllowedImages {
  state: 'disabled' | 'audit-mode' | 'enabled';
  criteria: ImageCriterion[];
}

/** A key pair; EC2 keeps no private key. */
export interface KeyPair extends Resource {
  name: string;
  type: string;
  fingerprint: string;
}

export interface Volume extends Resource {
  instanceId: string;
  mapping: VolumeMapping;
  availabilityZone: string;
}

export interface Instance extends Resource {
  reservationId: string;
  launchIndex: number;
  imageId: string;
  type: string;
  architecture: Architecture;
  state: InstanceState;
  stateReason?: { Code: string; Message: string };
  transitionReason: string;
  launchedAt: number;
  runningSince?: number;
  /** When CreateImage takes it for stopped, in milliseconds. */
  settledAt?: number;
  terminatedAt?: number;
  clientToken?: string;
  keyName?: string;
  userData?: string;
  profileArn?: string;
  profileId?: string;
  roleName?: string;
  shutdownBehavior: 'stop' | 'terminate';
  terminationProtected: boolean;
  stopProtected: boolean;
  metadata: { httpTokens: string; hopLimit: number; endpoint: string; tags: string };
  spot: boolean;
  /** The one-time request of a spot instance. */
  spotRequestId?: string;
  rootDeviceName: string;
  platformDetails: string;
  volumes: { volumeId: string; mapping: VolumeMapping }[];
  networkInterfaceId: string;
  deleteInterfaceOnTermination: boolean;
  subnetId: string;
  vpcId: string;
  availabilityZone: string;
  securityGroupIds: string[];
  privateIp: string;
  wantsPublicIp: boolean;
  publicIp?: string;
  console: string[];
  /** Present while the instance is powered on. */
  guest?: Guest;
  /** The root file system while the instance is powered off. */
  disk: Disk;
  agentRunning: boolean;
}

export interface LaunchTemplate extends Resource {
  name: string;
  createdBy: string;
  /** Number of the version that `$Default` stands for; versions count from 1. */
  defaultVersion: number;
  versions: { description?: string; data: Record<string, any>; createdAt: number }[];
}

/** The use of an image by another account, as a test or a person at the simulation tells it. */
export interface ForeignUse {
  region: string;
  imageId: string;
  accountId: string;
  resourceType: 'ec2:Instance' | 'ec2:LaunchTemplate';
  count: number;
}

export interface UsageReport {
  id: string;
  imageId: string;
  types: string[];
  createdAt: number;
}
