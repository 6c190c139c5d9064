import type { Image } from '../model/image';
import type { ImageBuilderRecord } from '../model/image-builder';
import type { ReferenceKind } from '../model/reference';
import type { Tags } from '../tags';

/** What a cleanup is asked for; without anything the policies of the stacks decide. Days are whole days. */
export interface CleanupRequest {
  /** `policy`: the nightly one, for stacks whose policy switches it on. */
  kind: 'request' | 'policy';
  /** Exactly these images: the rules about age do not hold for them, all protections do. */
  images?: { ami_id: string; region?: string }[];
  age_days?: number;
  deprecated_only?: boolean;
  stack?: string;
  keep_latest?: number;
  region?: string;
  /**
   * Images without a deployment's tag, made elsewhere: those whose name fits (`*` stands for anything) and that carry
   * the tags.
   */
  unmanaged?: { name?: string; tags?: Tags };
}

/** An image as a cleanup sees it. */
export type CleanupImage = Image & {
  /** When it was last launched, by EC2, which tells it a day late; absent for one that never was. */
  last_launched?: string;
  /** Whether EC2 refuses to deregister it. */
  deregistration_protected?: boolean;
};

/**
 * Why an image stays, in the order in which the reasons are told: what uses it stands under the kind of the reference.
 */
export const protectionCodes = [
  'other-deployment',
  'not-adopted',
  'candidate',
  'pending',
  'keep-tag',
  'references-unknown',
  'future',
  'deregistration-protected',
  'latest',
  'too-young',
  'not-deprecated',
  'not-due',
  'limit',
] as const;

/** Why an image goes. */
export const removalCodes = ['failed', 'named', 'deprecated', 'unused', 'age', 'superseded', 'orphan'] as const;

export type CleanupCode = (typeof protectionCodes)[number] | (typeof removalCodes)[number] | ReferenceKind;

/** One reason of a decision. */
export interface CleanupReason {
  code: CleanupCode;
  text: string;
}

/** One line of a plan: an image, or a snapshot that no image has any more, and what becomes of it with all reasons. */
export interface CleanupEntry {
  kind: 'image' | 'snapshot';
  /** Id of the image, or of the snapshot. */
  id: string;
  region: string;
  name: string;
  stack?: string;
  version?: string;
  variant?: string;
  creation_date: string;
  size_gb: number;
  /** At most, in USD: what it costs when it stays, what is saved when it goes; absent where the region has no price. */
  monthly_cost_usd?: number;
  /** Of what goes: what each of its snapshots costs, in USD a month, whether or not other images use it. */
  snapshot_costs?: Record<string, number>;
  decision: 'keep' | 'remove';
  reasons: string[];
  codes: CleanupCode[];
  /** Whether it carries no deployment's tag. */
  unmanaged: boolean;
  snapshots: string[];
  /** The record that Image Builder keeps of it, where it was built there. */
  image_builder?: ImageBuilderRecord;
  /** Of what goes: how many copies of it stay behind in each member account. */
  copies_in_accounts?: Record<string, number>;
}
