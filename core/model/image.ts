import type { InspectorFindings, PackageScan } from './vulnerability';
import type { Tags } from '../tags';

export type Architecture = 'x86_64' | 'arm64';

export interface Snapshot {
  snapshot_id: string;
  device: string;
  size_gb: number;
  encrypted: boolean;
  /** EC2's size of all that is stored, once measured; volumes are mostly larger. */
  full_size_bytes?: number;
}

export type HealthLevel = 'healthy' | 'warning' | 'critical' | 'unknown';

/** What a health check found: messages are the warning texts of the conventions, without the image's name. */
export interface Health {
  level: HealthLevel;
  messages: string[];
  checked_at: string;
}

export type Verdict = 'passed' | 'failed' | 'error';

/** One test of an image on one instance type. Times are seconds; `output` is the first part of the script's output. */
export interface TestResult {
  /** The run that tested. */
  build_id: string;
  instance_type: string;
  verdict: Verdict;
  exit_code?: number;
  error?: string;
  seconds_to_ready?: number;
  /** MiB a second at which the root volume was filled ahead; absent when the test launched the image as it is. */
  volume_initialization_rate?: number;
  output?: string;
  output_key?: string;
  instance_id?: string;
  kept_until?: string;
  tested_at: string;
}

/** Where the signed record of an image's origin lies, and the digest of that record. */
export interface Provenance {
  key: string;
  digest: string;
  signed_at: string;
}

export type ShareKind = 'account' | 'organization' | 'organizational-unit' | 'public';

/**
 * Whom an image may be shared with: an account by its twelve digits, an organization or unit by its ARN, everybody as
 * `all`.
 */
export interface ShareTarget {
  kind: ShareKind;
  id: string;
}

/** That somebody is wanted to have an image. One whose `until` has passed is to be taken back, and goes once it is. */
export interface Share extends ShareTarget {
  /** Whether the snapshots are shared too, which a copy needs. */
  copyable: boolean;
  since: string;
  until?: string;
  /** ARN of who asked for it. */
  by: string;
}

/** That a member account may copy an image until its copy is made; `holder` is the copy, as run and region. */
export interface CopyGrant {
  account: string;
  holder: string;
  since: string;
  until: string;
}

/**
 * Somebody who may launch an image beside its owner: an account, everybody (`all`), an organization or one of its
 * units.
 */
export interface LaunchPermission {
  user_id?: string;
  group?: string;
  organization_arn?: string;
  organizational_unit_arn?: string;
}

/**
 * That an image must not be used any more, and who could launch it until then: EC2 forgets that, a restore gives it
 * back.
 */
export interface Revocation {
  at: string;
  reason: string;
  /** ARN of who revoked it. */
  by?: string;
  /** Id of the image that it was built on and revoked with. */
  because_of?: string;
  launch_permissions: LaunchPermission[];
}

/**
 * One image in one region, as the catalog knows it. Dates are RFC 3339 in UTC; sizes are gibibytes. EC2 is the truth,
 * this follows.
 */
export interface Image {
  ami_id: string;
  region: string;
  /** The member account that it is in; absent for images of the home account, which owner_id names too. */
  account?: string;
  name: string;
  description: string;
  /** EC2's own state, or `vanished` when EC2 no longer knows the image. */
  state:
    'pending' | 'available' | 'invalid' | 'deregistered' | 'transient' | 'failed' | 'error' | 'disabled' | 'vanished';
  architecture: Architecture;
  creation_date: string;
  owner_id: string;
  size_gb: number;
  gpu: boolean;
  stack?: string;
  version?: string;
  variant?: string;
  base_os?: string;
  base_ami?: string;
  /** Where the base came from: `ssm:/…`, `ami-…` or `stack:name@range`. */
  base_source?: string;
  deprecated: boolean;
  lifecycle: 'candidate' | 'published' | 'unmanaged';
  /** `<stage>@<home region>` that made it; images of another deployment are read-only here. */
  deployment?: string;
  build_id?: string;
  /** Id of the image that this one was copied from. */
  replicated_from?: string;
  source_region?: string;
  tags: Tags;
  snapshots: Snapshot[];
  revocation?: Revocation;
  health?: Health;
  /** Absent while Amazon Inspector has told nothing of it, which is not the same as no findings. */
  findings?: InspectorFindings;
  /** Absent while nobody has compared its packages with known vulnerabilities. */
  package_scan?: PackageScan;
  tests?: TestResult[];
  /** Whom the image is wanted to be shared with; EC2's own permissions are brought in line with it. */
  shares?: Share[];
  /** Member accounts that may copy it for as long as a copy takes. */
  loans?: CopyGrant[];
  /** ARN of the key that a copy was asked to be encrypted with. */
  encryption_key?: string;
  recipe_digest?: string;
  request_digest?: string;
  packages_key?: string;
  /** The last launch, which EC2 tells a day late; absent when there was none since April 2017. */
  last_launched?: string;
  provenance?: Provenance;
  /**
   * It is about to be published, by which run, and what its record gets then: written before EC2's tags, so that a
   * crash between loses nothing.
   */
  publication?: { build_id: string; changes: Partial<Image> };
  /** When a cleanup removed it, and why; the record stays. */
  removed_at?: string;
  removal_reasons?: string[];
  updated_at: string;
  revision: number;
}
