import { SpawnError } from '../errors';
import { judgeRoom, judgeRooms, type QuotaReading } from '../image/quota';
import type { Image, Share, ShareTarget } from '../model/image';
import type { ShareRequest } from '../api/contract/sharing';
import { isActive, isSame } from './plan';

/** EC2's quota of shares of one image; an organization or a unit counts once (user guide). */
const mostTargets = 1000;

/** The facts about an image's region that sharing depends on. */
export interface SharingFacts {
  /** Keys of the encrypted snapshots; `unknown` where the key could not be read. */
  keys: { snapshot_id: string; key_arn?: string; manager: 'AWS' | 'CUSTOMER' | 'unknown' }[];
  /** Read only for an image that is to be public. */
  public_access?: { images_blocked: boolean; snapshots_blocked: boolean; public_images: string[]; quota: QuotaReading };
}

/**
 * Returns the targets of a request, each once. Throws InvalidRequest without targets, for the owner, and for what EC2
 * does not support: snapshots are shared with accounts and everybody only (ModifySnapshotAttribute), an end must be in
 * the future, and a revocation has neither.
 */
export function shareTargets(request: ShareRequest, owner: string, now: Date): ShareTarget[] {
  const { copyable, until, revoke } = request;
  const named: ShareTarget[] = [
    ...request.accounts.map((id): ShareTarget => ({ kind: 'account', id })),
    ...request.organizations.map((id): ShareTarget => ({ kind: 'organization', id })),
    ...request.organizational_units.map((id): ShareTarget => ({ kind: 'organizational-unit', id })),
    ...(request.public ? [{ kind: 'public', id: 'all' } as const] : []),
  ];
  const targets = named.filter((target, at) => named.findIndex((each) => isSame(each, target)) === at);
  const refuse = (message: string, details: Record<string, unknown> = {}): never => {
    throw new SpawnError('InvalidRequest', message, details);
  };
  if (targets.length === 0)
    refuse('no target is given: name accounts, organizations or organizational units, or share it publicly.');
  if (targets.some(({ id }) => id === owner))
    refuse(`the account ${owner} owns the image: name other accounts.`, { account: owner });
  if (revoke && (copyable || until !== undefined))
    refuse('a revocation takes neither copyable nor until: leave both out.');
  const whole = targets.find(({ kind }) => kind === 'organization' || kind === 'organizational-unit');
  if (copyable && whole) {
    refuse(
      `a snapshot cannot be shared with ${whole.id}, only with accounts, so the image cannot be made copyable there: name the accounts, or leave copyable out.`,
      { id: whole.id },
    );
  }
  if (until !== undefined && new Date(until) <= now)
    refuse(`the time ${until} is in the past: give a future time, or leave it out.`, { until });
  return targets;
}

/**
 * Throws, before anything is changed, when an image cannot be shared: it is not available (WrongState), its key or the
 * account's block prevents it, it would have too many shares (LimitExceeded), or the quota of public images is used up
 * (QuotaExceeded). An image encrypted with AWS's own key
 * cannot be shared at all.
 */
export function checkSharing(image: Image, wanted: readonly Share[], facts: SharingFacts, now: Date): void {
  const who = `the image ${image.ami_id} (${image.name}) in ${image.region}`;
  const details = { ami_id: image.ami_id, region: image.region };
  if (image.state !== 'available') {
    throw new SpawnError(
      'WrongState',
      `${who} is ${image.state} and cannot be shared: ${image.state === 'disabled' ? 'restore it first' : 'name another region or image'}.`,
      { ...details, state: image.state },
    );
  }
  checkKeys(who, wanted, facts, details);
  const shares = wanted.filter((share) => isActive(share, now));
  if (shares.length > mostTargets) {
    throw new SpawnError(
      'LimitExceeded',
      `${who} would be shared with ${shares.length} targets, and EC2 allows ${mostTargets}: share it with an organization or a unit, which counts once.`,
      { ...details, count: shares.length },
    );
  }
  const everybody = shares.find(({ kind }) => kind === 'public');
  if (everybody) checkPublic(who, image, everybody, facts, details);
}

function checkKeys(
  who: string,
  wanted: readonly Share[],
  { keys }: SharingFacts,
  details: Record<string, unknown>,
): void {
  if (keys.length === 0) return;
  const named = (key: SharingFacts['keys'][number]) =>
    `snapshot ${key.snapshot_id} is encrypted with ${key.key_arn ?? 'a key'}`;
  const managed = keys.find(({ manager }) => manager === 'AWS');
  const refuse = (sentence: string): never => {
    throw new SpawnError('EncryptionPreventsSharing', sentence, {
      ...details,
      keys: keys.map(({ key_arn }) => key_arn),
    });
  };
  if (managed)
    refuse(
      `${who} cannot be shared at all: its ${named(managed)}, which is managed by AWS and works in this account only. Copy the image with a key of your own and share the copy.`,
    );
  const unknown = keys.find(({ manager }) => manager === 'unknown');
  if (unknown)
    refuse(
      `${who} is not shared: its ${named(unknown)}, and it could not be read whether AWS manages that key. Allow this deployment's role to describe the key.`,
    );
  if (wanted.some(({ kind }) => kind === 'public'))
    refuse(
      `${who} cannot be public: its ${named(keys[0]!)}, and encrypted snapshots cannot be public. Share it with accounts.`,
    );
}

function checkPublic(
  who: string,
  image: Image,
  share: Share,
  { public_access: access }: SharingFacts,
  details: Record<string, unknown>,
): void {
  if (access === undefined || access.public_images.includes(image.ami_id)) return;
  if (access.images_blocked) {
    throw new SpawnError(
      'PublicAccessBlocked',
      `${who} cannot be public: the account blocks public access to images there. Lift the block with aws ec2 disable-image-block-public-access --region ${image.region}, which takes up to ten minutes.`,
      details,
    );
  }
  if (share.copyable && access.snapshots_blocked) {
    throw new SpawnError(
      'PublicAccessBlocked',
      `${who} cannot be copyable by everybody: the account blocks public access to snapshots there. Leave copyable out, or lift the block.`,
      details,
    );
  }
  judgeRoom(access.quota);
}

/** Returns warnings about the quotas of public images that images would count against. Throws QuotaExceeded. */
export function publicQuotaWarnings(
  images: readonly { image: Pick<Image, 'ami_id'>; facts: SharingFacts | undefined }[],
): string[] {
  return images.flatMap(({ image, facts }) => {
    const access = facts?.public_access;
    return access && !access.public_images.includes(image.ami_id) ? judgeRooms([access.quota]) : [];
  });
}
