import type { Architecture } from './image';
import type { VulnerabilityLimit } from './vulnerability';
import type { ResidueWaiver } from '../residue/waiver';
import type { RebuildRule } from './stack-recipe';
import type { Tags } from '../tags';

export type RunKind = 'build' | 'create' | 'test' | 'replicate' | 'launch';
export type RunStatus = 'running' | 'succeeded' | 'failed' | 'cancelled';
export type StageName =
  | 'plan'
  | 'launch'
  | 'provision'
  | 'clean'
  | 'stop'
  | 'image'
  | 'test'
  | 'scan'
  | 'publish'
  | 'discard'
  | 'replicate'
  | 'record';
export type StageStatus = 'running' | 'succeeded' | 'failed';

/** One stage of a run as a person follows it. */
export interface Stage {
  name: StageName;
  status: StageStatus;
  started_at: string;
  ended_at?: string;
  detail?: string;
}

export type ReplicaStatus = 'planned' | 'copying' | 'available' | 'failed';

/** What became of one region, of the home account or of a member account. */
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
}

/** How the builder or a test instance is launched, decided before anything is made. */
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
  };
  image_name: string;
  description: string;
  stack: string;
  version: string;
  variant: string;
  gpu: boolean;
  architecture: Architecture;
  instance_types: string[];
  volume_size_gb: number;
  /** Tags of the user, spawn's own not among them. */
  tags: Tags;
  scripts: PlannedScript[];
  /** Key of the cleanup script; absent when the recipe says `none`. */
  cleanup_key?: string;
  /** What the recipe promises that the image carries, with its version. */
  packages?: Record<string, string>;
  waivers: ResidueWaiver[];
  secrets: Record<string, string>;
  test?: { key: string; instance_types: string[]; timeout_seconds: number; keep_on_failure: boolean };
  /** How its packages are compared with known vulnerabilities; absent when they are not. */
  vulnerabilities?: VulnerabilityLimit;
  regions: string[];
  /** Where recipe and files lie, and when to build them again by itself. */
  recipe?: { key: string; account: string; rebuild?: RebuildRule; base_end_of_life?: string };
  limits: {
    ready_seconds: number;
    clean_seconds: number;
    stop_seconds: number;
    image_seconds: number;
    copy_seconds: number;
  };
}

/** One run of anything that takes long: a build of a recipe, or a create, test or replicate asked for alone. */
export interface Run {
  build_id: string;
  kind: RunKind;
  status: RunStatus;
  region: string;
  created_at: string;
  updated_at: string;
  ended_at?: string;
  /** Who asked: the ARN of the caller. */
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
  /** Of what the recipe puts into the image, whatever the base. */
  content_digest?: string;
  request_digest?: string;
  /** The git commit that the recipe was read from, and whether what was sent differs from it, as the caller says. */
  source?: { commit: string; changed: boolean };
  /** Nothing is published: all that was made goes again once the test has passed. */
  discard?: boolean;
  stages: Stage[];
  replicas: ReplicaOutcome[];
  failure?: RunFailure;
  /** What a person should know of what was made. */
  warnings?: string[];
  plan?: BuildPlan;
  /** What runs other than builds need to know; small. */
  request?: Record<string, unknown>;
  /** The input of its execution and the answer to its request, kept for the same request sent again. */
  start?: { input: object; answer: object };
  revision: number;
}

export type ResourceType = 'instance' | 'image' | 'snapshot' | 'command' | 'object';

/** Something that a run is about to make (`id` absent) or has made. Written before the effect. */
export interface RunResource {
  build_id: string;
  type: ResourceType;
  region: string;
  /** The member account that it is in, if it is not in the home account. */
  account?: string;
  /** What identifies the intent: a client token, an image name, a purpose. */
  intent: string;
  id?: string;
  purpose: string;
  created_at: string;
  removed_at?: string;
  /** The tags that it was born with, kept so that nobody has to ask for them again. */
  tags?: Tags;
}
