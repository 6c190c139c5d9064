import { listStackPolicies } from '../aws/catalog/stack-policies';
import { environment } from '../aws/environment';
import { describeImages } from '../aws/images';
import { catalogRecord } from '../core/catalog-record';
import type { CleanupEntry, CleanupImage, CleanupRequest } from '../core/cleanup';
import { planCleanup } from '../core/cleanup-plan';
import type { Ec2Image } from '../core/ec2-facts';
import { referencesOf, type References } from '../core/references';
import { policyOf, type CleanupPolicy } from '../core/stack-policy';
import { readChannelReferences } from './read-channel-references';
import { readReferences } from './read-references';

const standard = policyOf(undefined).cleanup;

/** The cleanup policies that somebody has set, by stack. */
export async function cleanupPolicies(): Promise<Map<string, CleanupPolicy>> {
  return new Map((await listStackPolicies()).map((record) => [record.stack, policyOf(record).cleanup]));
}

/** The cleanup policy of a stack among these; the defaults for one that has none. */
export function cleanupPolicyOf(policies: ReadonlyMap<string, CleanupPolicy>, stack: string | undefined): CleanupPolicy {
  return (stack === undefined ? undefined : policies.get(stack)) ?? standard;
}

/**
 * Judges the images of a region as EC2 has them now. What uses an image is asked only of those that would go otherwise, and of
 * `only` those if they are named: more protection never removes more.
 */
export async function judgeImages(region: string, request: CleanupRequest, now: Date, only?: ReadonlySet<string>): Promise<{ entries: CleanupEntry[]; images: Ec2Image[]; policies: Map<string, CleanupPolicy> }> {
  const policies = await cleanupPolicies();
  const images = await describeImages(region, { includeDisabled: true });
  const subjects = images.map((image) => subjectOf(image, now));
  const judge = (references: References) => planCleanup({ images: subjects, references, policies, request, deployment: environment().deployment, now });
  const due = judge(referencesOf([], [])).filter(({ id, decision }) => decision === 'remove' && (only?.has(id) ?? true));
  if (due.length === 0) return { entries: judge(referencesOf([], [])), images, policies };
  const templateVersions = Math.max(...due.map(({ stack }) => cleanupPolicyOf(policies, stack).template_versions));
  const [use, channels] = await Promise.all([
    readReferences(region, due.map(({ id }) => id), { templateVersions, now }),
    readChannelReferences(region, [...new Set(due.flatMap(({ stack }) => stack ?? []))]),
  ]);
  return { entries: judge(referencesOf([...use.references, ...channels.references], [...use.unread, ...channels.unread])), images, policies };
}

function subjectOf(image: Ec2Image, now: Date): CleanupImage {
  const { last_launched, deregistration_protected } = image;
  return { ...catalogRecord({ ...image, ami_id: image.image_id, now }), last_launched, deregistration_protected };
}
