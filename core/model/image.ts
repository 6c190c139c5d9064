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

/** The result of a health check: messages are the warning texts of the conventions, without the image's name. */
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
  /** Initialization rate of the root volume in MiB a second; absent when it was not initialized. */
  volume_initialization_rate?: number;
  output?: string;
  output_key?: string;
  instance_id?: string;
  kept_until?: string;
  tested_at: string;
}

/** The object with the signed record of an image's origin, and its digest. */
export interface Provenance {
  key: string;
  digest: string;
  signed_at: string;
}

export type ShareKind = 'account' | 'organization' | 'organizational-unit' | 'public';

/** Whom an image is shared with: an account by its id, an organization or unit by its ARN, everybody as `all`. */
export interface ShareTarget {
  kind: ShareKind;
  id: string;
}

/** A wanted share of an image. When `until` has passed it is revoked in EC2 and then deleted. */
export interface Share extends ShareTarget {
  /** Whether the snapshots are shared too, which a copy needs. */
  copyable: boolean;
  since: string;
  until?: string;
  /** ARN of the caller who requested it. */
  by: string;
}

/** Permission for a member account to copy an image until its copy exists; `holder` is the copy, as run and region. */
export interface CopyGrant {
  account: string;
  holder: string;
  since: string;
  until: string;
}

/** Who may launch an image apart from its owner: an account, everybody (`all`), an organization or one of its units. */
export interface LaunchPermission {
  user_id?: string;
  group?: string;
  organization_arn?: string;
  organizational_unit_arn?: string;
}

/** The revocation of an image, with its launch permissions, which EC2 drops and a restore sets again. */
export interface Revocation {
  at: string;
  reason: string;
  /** ARN of who revoked it. */
  by?: string;
  /** Id of the base image together with which it was revoked. */
  because_of?: string;
  launch_permissions: LaunchPermission[];
}

/** One image in one region as the catalog knows it; EC2 is the truth. Dates are RFC 3339 in UTC, sizes gibibytes. */
export interface Image {
  ami_id: string;
  region: string;
  /** The member account of the image; absent for images of the home account, which owner_id names too. */
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
  /** Where the base came from: `ssm:/…`, `ami-…`, `stack:name@range` or `owner/name@newest`. */
  base_source?: string;
  deprecated: boolean;
  /** Id of the image that it was built on and with which it was deprecated; undone together on request. */
  deprecated_because_of?: string;
  lifecycle: 'candidate' | 'published' | 'unmanaged';
  /** `<stage>@<home region>` that created it; images of another deployment are read-only here. */
  deployment?: string;
  build_id?: string;
  /** Id of the image that this one was copied from. */
  replicated_from?: string;
  source_region?: string;
  tags: Tags;
  snapshots: Snapshot[];
  revocation?: Revocation;
  health?: Health;
  /** Absent while Amazon Inspector has reported nothing, which is not the same as no findings. */
  findings?: InspectorFindings;
  /** Absent while its packages have not been scanned for known vulnerabilities. */
  package_scan?: PackageScan;
  tests?: TestResult[];
  /** The wanted shares; EC2's permissions are brought in line with them. */
  shares?: Share[];
  /** Member accounts that may copy it for as long as a copy takes. */
  loans?: CopyGrant[];
  /** ARN of the key that was requested to encrypt a built image or a copy. */
  encryption_key?: string;
  recipe_digest?: string;
  request_digest?: string;
  packages_key?: string;
  /** The last launch, which EC2 reports up to a day late; absent when there was none since April 2017. */
  last_launched?: string;
  /** `v2.0` when instances of it require IMDSv2 unless their launch says otherwise. */
  imds_support?: string;
  /** Instance types and patterns that EC2 launches it on; absent for any. */
  launch_types?: string[];
  provenance?: Provenance;
  /**
   * The image is about to be published: by which run, and what its record gets then. Written before EC2's tags, so that
   * a crash between the two loses nothing.
   */
  publication?: { build_id: string; changes: Partial<Image> };
  /** Why it stays although its scheduled removal is due, by the last cleanup, and since when. */
  removal_postponed?: { since: string; reasons: string[] };
  /** When a cleanup removed it, and why; the record stays. */
  removed_at?: string;
  removal_reasons?: string[];
  /** Its launch permissions before the cleanup disabled it, which it gets back from the Recycle Bin. */
  removed_permissions?: LaunchPermission[];
  updated_at: string;
  revision: number;
}
