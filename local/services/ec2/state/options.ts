import type { BusEvent, GuestFactory, PolicyDocument, World } from '../../../kernel/types';
import type { Ec2Latencies } from './latencies';
import type { AllowedImages } from './model';

/** A key as EC2 sees it: its ARN, and who manages it. */
export interface EncryptionKey {
  arn: string;
  manager: 'AWS' | 'CUSTOMER';
  enabled?: boolean;
  policy?: PolicyDocument;
  /** Who may use it besides what its policy says, and from when on, in milliseconds. */
  grants?: readonly { GranteePrincipal: string; Operations: readonly string[]; effectiveAt: number }[];
}

export interface Ec2Limits {
  /** Snapshot copies under way per destination region. */
  concurrentCopies: number;
  /** Images per region, also disabled and failed ones. */
  images: number;
  /** Public images per region. */
  publicImages: number;
  /** Accounts, groups, organizations and units that one image is shared with. */
  shareTargets: number;
  /** vCPUs of running On-Demand Standard instances (A, C, D, H, I, M, R, T, Z) per region. */
  standardVcpus: number;
  /** Whether the request buckets are kept. */
  throttling: boolean;
}

export interface Ec2Options {
  world: World;
  guests: GuestFactory;
  latencies?: Partial<Ec2Latencies>;
  limits?: Partial<Ec2Limits>;
  /** Whether a zone has room for one more instance of the type; everywhere by default. */
  capacity?: (instanceType: string, zone: string) => boolean;
  /** Whether a zone offers the type at all; everywhere by default. */
  offered?: (instanceType: string, zone: string) => boolean;
  /** Opt-in regions that the account has enabled. */
  enabledRegions?: readonly string[];
  /**
   * Regions that the account has switched off although they are on by default: calls there fail as in a region never
   * enabled.
   */
  disabledRegions?: readonly string[];
  /** Whether the account has the service-linked role of spot; a new account has none. True by default. */
  spotRole?: boolean;
  /** Whether a zone has room for one more spot instance of the type; everywhere by default. */
  spotCapacity?: (instanceType: string, zone: string) => boolean;
  /**
   * How long after it began to run EC2 takes a spot instance back, in milliseconds; never by default. Two minutes
   * before, it says so on the bus.
   */
  spotInterruption?: (instance: { id: string; type: string; zone: string }) => number | undefined;
  /** Allowed AMIs as an organization's declarative policy sets it in every region and account; no policy by default. */
  allowedImagesPolicy?: AllowedImages;
  /** Names of the key pairs that the account has, in every region; none by default. */
  keyPairs?: readonly string[];
  /** The key of a region and account that is named by id, ARN (of any account) or alias. */
  encryptionKey?: (region: string, name: string, account: string) => EncryptionKey | undefined;
  /**
   * How long EC2 knows that an image was deregistered, in milliseconds: two days by default. Meanwhile an answer by its
   * id is an empty list, and calls for it are refused as `InvalidAMIID.Unavailable` (API reference, DescribeImages;
   * getmoto/moto#5050, checked on AWS).
   */
  remembersImages?: number;
  /** How many days the Recycle Bin retains what is deleted with these tags; undefined when no rule matches. */
  retentionDays?: (
    region: string,
    type: 'EBS_SNAPSHOT' | 'EC2_IMAGE',
    tags: ReadonlyMap<string, string>,
  ) => number | undefined;
  /** A reason when the image that is being made must fail. */
  imageFailure?: (image: { region: string; name: string; action: 'CreateImage' | 'CopyImage' }) => string | undefined;
  /** Milliseconds that an event takes to the bus: least and most. */
  eventDelay?: readonly [number, number];
  /** Whether an event is lost, as EC2's best-effort events may be. */
  dropEvents?: (event: BusEvent) => boolean;
}

/** AWS's default quotas; copies and public images can be raised by request there. */
export const defaultLimits: Ec2Limits = {
  concurrentCopies: 20,
  images: 50_000,
  publicImages: 5,
  shareTargets: 1000,
  standardVcpus: Infinity,
  throttling: true,
};
