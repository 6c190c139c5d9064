import type { CleanupEntry, CleanupImage, CleanupReason as Reason, CleanupRequest } from './request';
import { dueReasons } from './age';
import { keepLatestOf, lastUsable, newestKept } from './ranking';
import { imageBuilderRecord } from '../model/image-builder';
import type { ImageReference, References } from '../model/reference';
import { concerns, referenceKey } from '../model/reference';
import { matchesPattern } from '../release/name-pattern';
import { policyOf, type CleanupPolicy } from '../stack/policy';
import { tagKeys } from '../tags';
import { protects } from '../lib/text-boolean';
import { protectionNote } from '../image/protection';
import { isRemovalDue, scheduleOf } from '../image/schedule';
import { isGone } from '../image/usability';
import { readTime } from '../lib/duration';

export interface CleanupQuestion {
  /** Images of one or more regions, as EC2 has them now. */
  images: readonly CleanupImage[];
  references: References;
  /** By stack; the defaults hold for the others. */
  policies: ReadonlyMap<string, CleanupPolicy>;
  request: CleanupRequest;
  /** `<stage>@<home region>`: only its images may go. */
  deployment: string;
  now: Date;
}

const standard = policyOf(undefined).cleanup;

/**
 * Plans a cleanup: decides for every image, with all reasons, whether it goes. An image goes only if a rule makes it
 * due and nothing protects it: "Deregister AMIs older than 180 days (if deprecated). Keep at least 2 versions of each
 * stack. Never delete AMIs tagged as spawn:keep=true. Check if AMI is in use." In doubt it stays. One pass and one
 * sort.
 */
export function planCleanup(question: CleanupQuestion): CleanupEntry[] {
  const { images, request, deployment, policies } = question;
  const policyFor = (stack: string | undefined) => (stack === undefined ? undefined : policies.get(stack)) ?? standard;
  const asked = askedOf(question);
  const own = images.filter((image) => image.deployment === deployment);
  const newest = request.images
    ? lastUsable(own, (image) => asked(image))
    : newestKept(own, (stack) => keepLatestOf(request, policyFor(stack)));
  // Who schedules a removal wants fewer versions than the policy keeps, but never none.
  const last = newestKept(own, () => 1);
  const isScheduled = (image: CleanupImage) => request.kind === 'policy' && isRemovalDue(image.tags, question.now);
  return images
    .filter((image) => !isGone(image) && asked(image))
    .map((image) => {
      const policy = policyFor(image.stack);
      const protections = [
        ...ownershipOf(image, question),
        ...stateOf(image, question.now),
        ...(question.references.found.get(referenceKey(image.region, image.ami_id)) ?? []).map(used),
        ...unknown(question.references, image),
        ...((isScheduled(image) ? last : newest).has(image) ? [latest(request, policy, isScheduled(image))] : []),
      ];
      const { due, waits } = dueReasons(image, request, policy, question.now);
      const stays = [...protections, ...waits];
      const scheduled_for = isScheduled(image) ? scheduleOf(image.tags).remove_at : undefined;
      if (stays.length > 0) return { ...entryOf(image, 'keep', stays), scheduled_for };
      const protection = image.deregistration_protected ? image.turns_off : undefined;
      const noted = due.map((reason, index) =>
        protection && index === 0 ? { ...reason, text: `${reason.text}; ${protectionNote(protection)}` } : reason,
      );
      return { ...entryOf(image, 'remove', noted), scheduled_for, ...(protection && { protection }) };
    });
}

/** Returns whether the request covers an image; the plan leaves out all others. */
function askedOf({ request, policies, now }: CleanupQuestion): (image: CleanupImage) => boolean {
  const ids = request.images && new Map(request.images.map(({ ami_id, region }) => [ami_id, region]));
  return (image) => {
    if (request.orphans) return false;
    if (request.region !== undefined && image.region !== request.region) return false;
    if (ids) return ids.has(image.ami_id) && (ids.get(image.ami_id) ?? image.region) === image.region;
    if (request.unmanaged) {
      const { name = '*', tags = {} } = request.unmanaged;
      return (
        image.deployment === undefined &&
        matchesPattern(image.name, name) &&
        Object.entries(tags).every(([key, value]) => image.tags[key] === value)
      );
    }
    if (image.lifecycle === 'unmanaged') return false;
    if (request.stack !== undefined && image.stack !== request.stack) return false;
    return (
      request.kind !== 'policy' ||
      isRemovalDue(image.tags, now) ||
      (image.stack !== undefined && policies.get(image.stack)?.enabled === true)
    );
  };
}

function ownershipOf(image: CleanupImage, { deployment, request }: CleanupQuestion): Reason[] {
  if (image.deployment !== undefined && image.deployment !== deployment)
    return [{ code: 'other-deployment', text: `it belongs to the deployment ${image.deployment}` }];
  if (image.deployment === undefined && !request.unmanaged)
    return [
      {
        code: 'not-adopted',
        text: 'it has no deployment tag: bring it under management with spawn tag-ami, or include it with --unmanaged',
      },
    ];
  if (image.lifecycle === 'candidate')
    return [{ code: 'candidate', text: 'it is a candidate of a build; the reaper removes candidates' }];
  return [];
}

function stateOf(image: CleanupImage, now: Date): Reason[] {
  const reasons: Reason[] = [];
  const created = readTime(image.creation_date);
  const kept = image.tags[tagKeys.keep];
  if (protects(kept)) reasons.push({ code: 'keep-tag', text: `its tag ${tagKeys.keep}=${kept} protects it` });
  if (image.state === 'pending' || image.state === 'transient')
    reasons.push({ code: 'pending', text: 'it is still being created' });
  if (!(created <= now.getTime()))
    reasons.push({
      code: 'future',
      text: `its creation date ${image.creation_date || '(none)'} is in the future or cannot be read`,
    });
  if (image.deregistration_protected && !image.turns_off)
    reasons.push({
      code: 'deregistration-protected',
      text: 'EC2 deregistration protection is on: turn it off, and clean up after its cooldown',
    });
  return reasons;
}

const sentences: Record<ImageReference['kind'], (name: string) => string> = {
  instance: (name) => `the instance ${name} was launched from it`,
  'launch-template': (name) => `the launch template ${name} refers to it`,
  'auto-scaling-group': (name) => `the Auto Scaling group ${name} refers to it`,
  'launch-configuration': (name) => `the launch configuration ${name} refers to it`,
  'ssm-parameter': (name) => `the parameter ${name} contains its id`,
  'image-builder-recipe': (name) => `the Image Builder recipe ${name} builds on it`,
  account: (name) => `the account ${name} uses it`,
  registered: (name) => `${name} is registered as using it`,
  channel: (name) => `the channel ${name} points to it`,
  build: (name) => `${name} is running and needs it`,
};

function used({ kind, name, detail }: ImageReference): Reason {
  return { code: kind, text: `${sentences[kind](name)}${detail ? ` (${detail})` : ''}` };
}

function unknown({ unread }: References, { region, ami_id }: CleanupImage): Reason[] {
  const missing = unread.filter((each) => concerns(each, region, ami_id));
  if (missing.length === 0) return [];
  return [
    {
      code: 'references-unknown',
      text: `its references could not be read: ${[...new Set(missing.map(({ kind, reason }) => `${kind} (${reason})`))].join(', ')}`,
    },
  ];
}

function latest(request: CleanupRequest, policy: CleanupPolicy, isScheduled: boolean): Reason {
  if (isScheduled)
    return { code: 'latest', text: 'it is the last good version of its stack and variant: publish a newer one first' };
  if (request.images)
    return {
      code: 'latest',
      text: 'it is the last usable image of its stack and variant in its region: deprecate it first to remove it',
    };
  const count = keepLatestOf(request, policy);
  return {
    code: 'latest',
    text: `it is ${count === 1 ? 'the newest version' : `among the newest ${count} versions`} of its stack and variant`,
  };
}

function entryOf(image: CleanupImage, decision: CleanupEntry['decision'], reasons: readonly Reason[]): CleanupEntry {
  return {
    kind: 'image',
    id: image.ami_id,
    region: image.region,
    name: image.name,
    stack: image.stack,
    version: image.version,
    variant: image.variant,
    creation_date: image.creation_date,
    size_gb: image.size_gb,
    decision,
    reasons: reasons.map(({ text }) => text),
    codes: [...new Set(reasons.map(({ code }) => code))],
    unmanaged: image.deployment === undefined,
    snapshots: image.snapshots.map(({ snapshot_id }) => snapshot_id),
    image_builder: imageBuilderRecord(image.tags),
  };
}
