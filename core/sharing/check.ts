import { SpawnError } from '../errors';
import type { Image, Share, ShareTarget } from '../model/image';
import type { ShareRequest } from '../api/contract/sharing';
import { isActive, isSame } from './plan';

/** EC2's quota of whom one image is shared with; an organization or a unit counts once (user guide). */
const mostTargets = 1000;

/** What is known of an image's region before anything is shared there. */
export interface SharingFacts {
  /** Keys of the encrypted snapshots; `unknown` where the key could not be read. */
  keys: { snapshot_id: string; key_arn?: string; manager: 'AWS' | 'CUSTOMER' | 'unknown' }[];
  /** Read for what is to be public only. */
  public_access?: { images_blocked: boolean; snapshots_blocked: boolean; public_images: string[]; quota: number };
}

/**
 * Whom a request names, each once. Throws InvalidRequest when it names nobody or the owner, or asks for what EC2 cannot
 * do: snapshots take accounts and everybody only (ModifySnapshotAttribute), an end must be ahead, and what is revoked
 * has none.
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
    refuse('nobody is named: give accounts, organizations, organizational units, or say that it is public.');
  if (targets.some(({ id }) => id === owner))
    refuse(`the account ${owner} owns the image and has it already: name other accounts.`, { account: owner });
  if (revoke && (copyable || until !== undefined))
    refuse('what is revoked is neither copyable nor has an end: leave both out.');
  const whole = targets.find(({ kind }) => kind === 'organization' || kind === 'organizational-unit');
  if (copyable && whole) {
    refuse(
      `a snapshot cannot be shared with ${whole.id}, only with accounts, so that the image cannot be copied there: name the accounts, or leave copyable out.`,
      { id: whole.id },
    );
  }
  if (until !== undefined && new Date(until) <= now)
    refuse(`the time ${until} has passed: name one that is ahead, or leave it out.`, { until });
  return targets;
}

/**
 * Throws, before anything is changed, when an image cannot be shared so: it is not available (WrongState), its key or
 * the account's block does not allow it, or a quota would be passed (LimitExceeded). An image encrypted with AWS's own
 * key cannot be shared at all.
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
      `${who} would be shared with ${shares.length}, and EC2 allows ${mostTargets}: share with an organization or a unit, which counts once.`,
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
      `${who} cannot be shared at all: its ${named(managed)}, which is AWS's own and is used in this account only. Copy the image with a key of yours and share the copy.`,
    );
  const unknown = keys.find(({ manager }) => manager === 'unknown');
  if (unknown)
    refuse(
      `${who} is not shared: its ${named(unknown)}, of which cannot be read whether it is AWS's own: let this deployment's role describe the key.`,
    );
  if (wanted.some(({ kind }) => kind === 'public'))
    refuse(
      `${who} cannot be public: its ${named(keys[0]!)}, and EC2 lets no encrypted snapshot be public. Name accounts.`,
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
      `${who} cannot be public: the account blocks public access to images there (aws ec2 disable-image-block-public-access --region ${image.region} lifts that within ten minutes).`,
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
  if (access.public_images.length >= access.quota) {
    throw new SpawnError(
      'LimitExceeded',
      `${who} cannot be public: the account has ${access.public_images.length} public images there and its quota is ${access.quota}. Take one back, or have the quota raised and the setting public_image_quota with it.`,
      { ...details, public_images: access.public_images },
    );
  }
}
