import { listStackPolicies } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { catalogRecord } from '../../core/catalog/record';
import type { CleanupEntry, CleanupImage, CleanupRequest } from '../../core/cleanup/request';
import { planCleanup } from '../../core/cleanup/plan';
import { protectionOf } from '../../core/image/protection';
import type { Ec2Image } from '../../core/model/ec2';
import { referencesOf, type References } from '../../core/model/reference';
import { policyOf, type CleanupPolicy } from '../../core/stack/policy';
import { readChannelReferences } from '../reference/read-channel-references';
import { readReferences } from '../reference/read';

/** The images of a region as EC2 and the cleanup see them, with the decision for each. */
export interface Judged {
  entries: CleanupEntry[];
  images: Ec2Image[];
  subjects: CleanupImage[];
  policies: Map<string, CleanupPolicy>;
}

const standard = policyOf(undefined).cleanup;

/** Returns the configured cleanup policies, by stack. */
export async function cleanupPolicies(): Promise<Map<string, CleanupPolicy>> {
  return new Map((await listStackPolicies()).map((record) => [record.stack, policyOf(record).cleanup]));
}

/** Returns the cleanup policy of a stack, or the defaults. */
export function cleanupPolicyOf(
  policies: ReadonlyMap<string, CleanupPolicy>,
  stack: string | undefined,
): CleanupPolicy {
  return (stack === undefined ? undefined : policies.get(stack)) ?? standard;
}

/**
 * Judges the current images of a region. Looks up the uses only of images that would be removed otherwise or that the
 * request names, so that all reasons to keep one are known at once, and only of those in `only`, if given. More
 * protection never removes more images. Images in `disabled` were disabled by the cleanup itself and count as they were
 * before.
 */
export async function judgeImages(
  region: string,
  request: CleanupRequest,
  now: Date,
  only?: ReadonlySet<string>,
  disabled: ReadonlySet<string> = new Set(),
): Promise<Judged> {
  return judgeUnder(await cleanupPolicies(), { region, request, now, only, disabled });
}

/** As judgeImages, under these policies. `expected` changes images to what they will be when the cleanup starts. */
export async function judgeUnder(
  policies: Map<string, CleanupPolicy>,
  {
    region,
    request,
    now,
    only,
    disabled = new Set(),
    expected = (image) => image,
  }: {
    region: string;
    request: CleanupRequest;
    now: Date;
    only?: ReadonlySet<string>;
    disabled?: ReadonlySet<string>;
    expected?: (image: CleanupImage) => CleanupImage;
  },
): Promise<Judged> {
  const images = await describeImages(region, { includeDisabled: true });
  const subjects = images.map((image) => ({
    ...expected(subjectOf(image, now, disabled)),
    turns_off: disabled.has(image.image_id) ? undefined : protectionOf(image.tags),
  }));
  const judge = (references: References) =>
    planCleanup({ images: subjects, references, policies, request, deployment: environment().deployment, now });
  const due = judge(referencesOf([], [])).filter(
    ({ id, decision }) => (decision === 'remove' || request.images !== undefined) && (only?.has(id) ?? true),
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
 * Judges one image again with its current tags, state and uses, among the images of its stack that were `seen` a moment
 * ago. `shared` says that others could launch it before the cleanup disabled it. Returns undefined if the cleanup no
 * longer selects the image.
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
