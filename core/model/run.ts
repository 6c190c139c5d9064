import type { ImdsChoice } from './imds';
import type { Architecture } from './image';
import type { TemplateRollout } from './rollout';
import type { VulnerabilityLimit } from './vulnerability';
import type { ResidueWaiver } from '../residue/waiver';
import type { RebuildRule } from './stack-recipe';
import type { Tags } from '../tags';

export const runKinds = ['build', 'create', 'test', 'replicate', 'launch', 'rollout'] as const;

export type RunKind = (typeof runKinds)[number];
export type RunStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';
export type StageName =
  | 'queue'
  | 'plan'
  | 'launch'
  | 'provision'
  | 'clean'
  | 'stop'
  | 'image'
  | 'test'
  | 'scan'
  | 'approval'
  | 'publish'
  | 'discard'
  | 'replicate'
  | 'record'
  | 'template'
  | 'refresh'
  | 'rollback';
export type StageStatus = 'running' | 'succeeded' | 'failed';

/** One stage of a run. */
export interface Stage {
  name: StageName;
  status: StageStatus;
  started_at: string;
  ended_at?: string;
  detail?: string;
}

export type ReplicaStatus = 'planned' | 'copying' | 'available' | 'failed';

/** The result of the copy to one region, of the home account or of a member account. */
export interface ReplicaOutcome {
  region: string;
  account?: string;
  status: ReplicaStatus;
  ami_id?: string;
  name?: string;
  error?: string;
  message?: string;
  started_at?: string;
  ended_at?: string;
}

export interface RunFailure {
  name: string;
  message: string;
  stage?: StageName;
}

export interface PlannedScript {
  name: string;
  key: string;
  timeout_seconds: number;
  purpose?: 'files';
}

/** One more volume of the builder; `in_image` says whether the image has it too. */
export interface PlannedVolume {
  device: string;
  size_gb: number;
  type: 'gp3' | 'gp2' | 'st1' | 'sc1';
  in_image: boolean;
  delete_on_termination: boolean;
}

/** The plan of a build, decided before anything is created. */
export interface BuildPlan {
  base: {
    ami_id: string;
    source: string;
    name: string;
    family: string;
    architecture: Architecture;
    root_device: string;
    root_size_gb: number;
    owner_id: string;
    /** Devices of its other volumes. */
    data_devices?: string[];
    /** Devices whose volumes EC2 would keep when the builder is terminated. */
    kept_devices?: string[];
  };
  image_name: string;
  description: string;
  stack: string;
  version: string;
  variant: string;
  gpu: boolean;
  architecture: Architecture;
  instance_types: string[];
  /** The builder is requested as a spot instance first. */
  spot?: true;
  volume_size_gb: number;
  /** Whether the root volume of an instance of the image is deleted at its termination; absent: as the base does. */
  delete_root_volume?: boolean;
  /** More volumes of the builder. */
  volumes?: PlannedVolume[];
  /** ARN of the key for the volumes of the builder, which its image inherits; absent: as the base is. */
  encryption_key?: string;
  /** Tags of the user, without spawn's own. */
  tags: Tags;
  scripts: PlannedScript[];
  /** Key of the cleanup script; absent when the recipe says `none`. */
  cleanup_key?: string;
  /** Packages that the recipe promises, with their versions. */
  packages?: Record<string, string>;
  waivers: ResidueWaiver[];
  /** Absent in the plans of builds from before it existed, which leave it open. */
  imds?: ImdsChoice;
  /** Seconds from the creation of the image to its deprecation; absent when it has no date. */
  deprecate_after_seconds?: number;
  secrets: Record<string, string>;
  /** The types that the image may be launched on: `tested`, `families` or a list; absent for any. */
  launch_types?: string | string[];
  test?: { key: string; instance_types: string[]; timeout_seconds: number; keep_on_failure: boolean };
  /** How long publication waits for an approval; absent when none is required. */
  approval?: { within_seconds: number };
  /** Limits for known vulnerabilities; absent when the packages are not scanned. */
  vulnerabilities?: VulnerabilityLimit;
  regions: string[];
  /** The object with recipe and files, and when to rebuild them on schedule. */
  recipe?: { key: string; account: string; rebuild?: RebuildRule; base_end_of_life?: string };
  limits: {
    ready_seconds: number;
    clean_seconds: number;
    stop_seconds: number;
    image_seconds: number;
    copy_seconds: number;
  };
}

/** An approval that a build waits for until a time, and once it is decided who decided what, when and why. */
export interface Approval {
  requested_at: string;
  until: string;
  decision?: 'approved' | 'rejected';
  decided_at?: string;
  /** ARN of the caller. */
  decided_by?: string;
  reason?: string;
}

/**
 * The image of a build that failed its test or scan, which is kept for a retry. `until` is RFC 3339. `taken` is the
 * retry that publishes it, and when it was started.
 */
export interface KeptCandidate {
  ami_id: string;
  region: string;
  until: string;
  taken?: { build_id: string; at: string };
}

/** The stages that a build can be retried from. */
export const retryStages = ['test', 'scan'] as const;

export type RetryStage = (typeof retryStages)[number];

/** One run: a build of a recipe, or a single create, test, replicate, launch or rollout operation. */
export interface Run {
  build_id: string;
  kind: RunKind;
  status: RunStatus;
  region: string;
  created_at: string;
  updated_at: string;
  ended_at?: string;
  /** ARN of the caller. */
  requested_by: string;
  execution_arn: string;
  cancel_requested: boolean;
  stack?: string;
  version?: string;
  variant?: string;
  image_name?: string;
  ami_id?: string;
  instance_id?: string;
  recipe_digest?: string;
  /** Digest of what the recipe puts into the image, whatever the base. */
  content_digest?: string;
  request_digest?: string;
  /** The git commit of the recipe, and whether what was sent differs from it, according to the caller. */
  source?: { commit: string; changed: boolean };
  /** Nothing is published: everything is removed once the test has passed. */
  discard?: boolean;
  /** Seconds that the builder is kept if the build fails before its image is created. */
  keep_failed_seconds?: number;
  /** Seconds that the image is kept for a retry if its test or scan fails. */
  keep_candidate_seconds?: number;
  /** The build whose image this one tests and publishes, and the stage that it begins with. */
  retry?: { of: string; from: RetryStage };
  /** When the build was queued, until when it may wait, and when its turn came. */
  queue?: { since: string; until: string; left_at?: string };
  /** The approval that publication waits for, and its decision. */
  approval?: Approval;
  /** The builder that was launched last, and how EC2 bills it; absent in records from before it existed. */
  builder?: { instance_id: string; instance_type: string; market: 'spot' | 'on-demand' };
  /** The builder of a failed build that is kept for debugging, and when the reaper terminates it. */
  kept_builder?: { instance_id: string; region: string; until: string };
  /** The image of a build whose test or scan failed, and when the reaper removes it. */
  kept_candidate?: KeptCandidate;
  stages: Stage[];
  replicas: ReplicaOutcome[];
  templates?: TemplateRollout[];
  failure?: RunFailure;
  /** The instance that was stopped for its image and has to be started again; absent when it has been. */
  to_start?: { instance_id: string; region: string };
  /** Warnings about what was created, and about quotas. */
  warnings?: string[];
  plan?: BuildPlan;
  /** The request of runs other than builds; small. */
  request?: Record<string, unknown>;
  /** Input of its execution and answer to its request, for a repeated request; absent when it will never be started. */
  start?: { input: object; answer: object };
  revision: number;
}

export type ResourceType = 'instance' | 'image' | 'snapshot' | 'command' | 'object';

/** A resource that a run is about to create (`id` absent) or has created. Written before the effect. */
export interface RunResource {
  build_id: string;
  type: ResourceType;
  region: string;
  /** The member account of the resource; absent in the home account. */
  account?: string;
  /** The identity of the intent: a client token, an image name, a purpose. */
  intent: string;
  id?: string;
  purpose: string;
  created_at: string;
  removed_at?: string;
  /** The tags that it was created with, kept to avoid another read. */
  tags?: Tags;
}
