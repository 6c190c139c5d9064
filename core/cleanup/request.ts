import type { DeregistrationProtection } from '../stack/policy';
import type { Image } from '../model/image';
import type { ImageBuilderRecord } from '../model/image-builder';
import type { ReferenceKind } from '../model/reference';
import type { Tags } from '../tags';

/** The request for a cleanup; what it leaves out, the policies of the stacks decide. Days are whole days. */
export interface CleanupRequest {
  /** `policy`: the nightly one, for stacks whose policy enables it, and for images whose scheduled removal is due. */
  kind: 'request' | 'policy';
  /** Exactly these images: the rules about age do not hold for them, all protections do. */
  images?: { ami_id: string; region?: string }[];
  age_days?: number;
  deprecated_only?: boolean;
  stack?: string;
  keep_latest?: number;
  region?: string;
  /** Images without a deployment tag, created elsewhere, that match the name (as in EC2's filters) and the tags. */
  unmanaged?: { name?: string; tags?: Tags };
  /** Snapshots without a deployment tag whose image is gone, by their description; no images. */
  orphans?: { description: string };
}

/** An image as a cleanup sees it. */
export type CleanupImage = Image & {
  /** When EC2 last saw a launch of it, up to a day late; absent when it was never launched. */
  last_launched?: string;
  /** Whether EC2 refuses to deregister it. */
  deregistration_protected?: boolean;
  /** The protection by policy that the cleanup turns off; absent at the last look. */
  turns_off?: DeregistrationProtection;
};

/** Codes of the reasons to keep an image, in the order of display. A reference has its kind as its code. */
export const protectionCodes = [
  'other-deployment',
  'not-adopted',
  'candidate',
  'pending',
  'keep-tag',
  'references-unknown',
  'future',
  'deregistration-protected',
  'image-unknown',
  'image-exists',
  'latest',
  'too-young',
  'not-deprecated',
  'not-due',
  'limit',
] as const;

/** Codes of the reasons to remove an image. */
export const removalCodes = [
  'failed',
  'named',
  'scheduled',
  'deprecated',
  'unused',
  'age',
  'superseded',
  'orphan',
] as const;

export type CleanupCode = (typeof protectionCodes)[number] | (typeof removalCodes)[number] | ReferenceKind;

/** One reason of a decision. */
export interface CleanupReason {
  code: CleanupCode;
  text: string;
}

/** One line of a plan: an image, or a snapshot without an image, with the decision and all its reasons. */
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
  /** At most, in USD: the cost of what stays, the saving of what goes; absent where the region has no price. */
  monthly_cost_usd?: number;
  /** Whether EC2 measured every snapshot of the cost; otherwise it is an upper estimate by the sizes of volumes. */
  measured?: boolean;
  /** Of what goes: the cost of each snapshot in USD a month, whether or not other images use it. */
  snapshot_costs?: Record<string, number>;
  decision: 'keep' | 'remove';
  reasons: string[];
  codes: CleanupCode[];
  /** When its removal was scheduled for, if that time has come. */
  scheduled_for?: string;
  /** Whether it has no deployment tag. */
  unmanaged: boolean;
  snapshots: string[];
  /** Its record in Image Builder, if it was built there. */
  image_builder?: ImageBuilderRecord;
  /** Of what goes: the number of copies that remain in each member account. */
  copies_in_accounts?: Record<string, number>;
  /** Of what goes: its protection by policy, which is turned off when it is marked. */
  protection?: DeregistrationProtection;
}
