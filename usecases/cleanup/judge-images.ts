import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { catalogRecord } from '../../core/catalog/record';
import type { CleanupEntry, CleanupImage, CleanupRequest } from '../../core/cleanup/request';
import { planCleanup } from '../../core/cleanup/plan';
import type { Ec2Image } from '../../core/model/ec2';
import { referencesOf, type References } from '../../core/model/reference';
import { policyOf, type CleanupPolicy } from '../../core/model/stack-policy';
import { readChannelReferences } from '../reference/read-channel-references';
import { readReferences } from '../reference/read';

/** The images of a region, as EC2 has them and as a cleanup sees them, with what it decides of each. */
export interface Judged {
  entries: CleanupEntry[];
  images: Ec2Image[];
  subjects: CleanupImage[];
  policies: Map<string, CleanupPolicy>;
}

const standard = policyOf(undefined).cleanup;

/** The cleanup policies that somebody has set, by stack. */
export async function cleanupPolicies(): Promise<Map<string, CleanupPolicy>> {
  return new Map((await listStackPolicies()).map((record) => [record.stack, policyOf(record).cleanup]));
}

/** The cleanup policy of a stack among these; the defaults for one that has none. */
export function cleanupPolicyOf(
  policies: ReadonlyMap<string, CleanupPolicy>,
  stack: string | undefined,
): CleanupPolicy {
  return (stack === undefined ? undefined : policies.get(stack)) ?? standard;
}

/**
 * Judges the images of a region as EC2 has them now. What uses an image is asked only of those that would go otherwise,
 * and of `only` those if they are named: more protection never removes more. The cleanup itself has `disabled` some:
 * they count as they were before.
 */
export async function judgeImages(
  region: string,
  request: CleanupRequest,
  now: Date,
  only?: ReadonlySet<string>,
  disabled: ReadonlySet<string> = new Set(),
): Promise<Judged> {
  const policies = await cleanupPolicies();
  const images = await describeImages(region, { includeDisabled: true });
  const subjects = images.map((image) => subjectOf(image, now, disabled));
  const judge = (references: References) =>
    planCleanup({ images: subjects, references, policies, request, deployment: environment().deployment, now });
  const due = judge(referencesOf([], [])).filter(
    ({ id, decision }) => decision === 'remove' && (only?.has(id) ?? true),
  );
  if (due.length === 0) return { entries: judge(referencesOf([], [])), images, subjects, policies };
  const templateVersions = Math.max(...due.map(({ stack }) => cleanupPolicyOf(policies, stack).template_versions));
  const [use, channels] = await Promise.all([
    readReferences(
      region,
      due.map(({ id }) => id),
      { templateVersions, now },
    ),
    readChannelReferences(region, [...new Set(due.flatMap(({ stack }) => stack ?? []))]),
  ]);
  return {
    entries: judge(referencesOf([...use.references, ...channels.references], [...use.unread, ...channels.unread])),
    images,
    subjects,
    policies,
  };
}

/**
 * Judges one image once more as EC2 has it now, among what was `seen` of its stack a moment ago: its tags, its state,
 * and everything that may use it. `shared` says that others could launch it before the cleanup disabled it. Answers
 * undefined for what is not asked for any more.
 */
export async function judgeAgain(
  image: Ec2Image,
  request: CleanupRequest,
  seen: Judged,
  disabled: { by_cleanup: boolean; shared: boolean },
  now: Date,
): Promise<CleanupEntry | undefined> {
  const { region, image_id: id } = image;
  const subject = subjectOf(image, now, new Set(disabled.by_cleanup ? [id] : []));
  const { policies } = seen;
  const [use, channels] = await Promise.all([
    readReferences(region, [id], {
      templateVersions: cleanupPolicyOf(policies, subject.stack).template_versions,
      now,
      ...(disabled.shared && { shared: new Set([id]) }),
    }),
    readChannelReferences(region, subject.stack === undefined ? [] : [subject.stack]),
  ]);
  const references = referencesOf([...use.references, ...channels.references], [...use.unread, ...channels.unread]);
  const beside = seen.subjects.filter(
    (each) => each.ami_id !== id && each.stack !== undefined && each.stack === subject.stack,
  );
  return planCleanup({
    images: [subject, ...beside],
    references,
    policies,
    request,
    deployment: environment().deployment,
    now,
  }).find((entry) => entry.id === id);
}

function subjectOf(image: Ec2Image, now: Date, disabled: ReadonlySet<string>): CleanupImage {
  const { last_launched, deregistration_protected } = image;
  const state = image.state === 'disabled' && disabled.has(image.image_id) ? 'available' : image.state;
  return {
    ...catalogRecord({ ...image, state, ami_id: image.image_id, now }),
    last_launched,
    deregistration_protected,
  };
}
