import { SpawnError } from '../errors';
import type { Architecture, Image } from '../model/image';
import { mayLaunchOn } from '../image/launch-types';
import { unfitFor } from '../image/check';
import type { ImageQuery } from './lock';
import { tagKeys } from '../tags';
import { checkNotRevoked, isRevoked } from '../image/revocation';
import { isUsable } from '../image/usability';
import { proofObstacle, proofOf } from './proof';
import { releasesOf } from './summary';
import { imagesById, releaseIdOf } from './group';
import { compareVersions } from '../lib/version';
import { rangeAmong } from '../lib/version-range';

/**
 * The requirements for an image. `version` is exact or a range; `gpu` and `architecture` match anything when absent.
 */
export interface Wanted {
  stack: string;
  region: string;
  version?: string;
  architecture?: Architecture;
  gpu?: boolean;
  variant?: string;
  /** The channel that must point to the image, and the releases it points to, one for each variant. */
  channel?: { name: string; releases: readonly string[] };
  /** Ids of images that EC2 refused to launch. */
  gone?: readonly string[];
  /** Whether the policy of the stack requires a test. */
  require_tests?: boolean;
  /** The instance type that requires the architecture and the GPU, for messages: `g5.xlarge`. */
  instance_type?: string;
}

export interface Candidate {
  ami_id: string;
  name: string;
  version?: string;
  region: string;
  taken: boolean;
  reason: string;
}

/** An image, and why it is passed over; `unproven` if only because of its tests. */
interface Judged {
  image: Image;
  obstacle?: string;
  unproven?: string;
}

export interface Choice {
  query: ImageQuery;
  image: Image;
  reason: string;
  candidates: Candidate[];
}

/**
 * Selects the image of a stack: published, available and not deprecated, in the region, of the version range, the
 * architecture and the GPU; of these the newest version, then the one created last. Returns the reason for every
 * candidate. Skips an image whose last test failed, and an untested one where the policy requires a test. Throws
 * ImageRevoked when the match is revoked, NoImageFits with what exists, and InvalidVersion for the range.
 */
export function selectImage(images: readonly Image[], wanted: Wanted): Choice {
  const ofStack = images.filter(({ stack }) => stack === wanted.stack);
  // A promoted pre-release was promoted on purpose.
  const inRange =
    wanted.version === undefined && wanted.channel
      ? () => true
      : rangeAmong(
          wanted.version ?? '*',
          ofStack.map(({ version }) => version),
        );
  const known = imagesById(ofStack);
  // An untested image was promoted with a reason.
  const requireTests = wanted.require_tests === true && !wanted.channel;
  const judged = ofStack.map((image) => {
    const other = obstacleOf(image, wanted, inRange) ?? channelObstacle(image, known, wanted);
    // Last, so that it is the reason only where the image would be taken otherwise.
    const unproven = other ? undefined : proofObstacle(proofOf(image, known), requireTests);
    return { image, obstacle: other ?? unproven, unproven };
  });
  const fitting = judged
    .filter(({ obstacle }) => obstacle === undefined)
    .map(({ image }) => image)
    .sort(byPreference);
  const [best] = fitting;
  const refused = judged.find(({ obstacle }) => obstacle === revokedReason);
  const candidates = judged.map(({ image, obstacle }): Candidate => {
    const { ami_id, name, version, region } = image;
    const taken = image === best;
    return {
      ami_id,
      name,
      version,
      region,
      taken,
      reason: taken ? 'the newest match' : (obstacle ?? (best ? lostTo(best, image) : '')),
    };
  });
  const query = queryOf(wanted);
  if (!best && refused) checkNotRevoked(refused.image, 'taken', { query, candidates });
  if (!best)
    throw new SpawnError(
      'NoImageFits',
      noneFits(
        ofStack,
        wanted,
        judged.filter(({ image }) => isAsked(image, wanted, inRange)),
      ),
      { query, candidates },
    );
  return { query, image: best, reason: reasonFor(best, wanted, fitting.length), candidates };
}

/** Returns the query without what it was derived from: the instance type and the target of the channel. */
function queryOf({ stack, version, variant, channel, architecture, gpu, region }: Wanted): ImageQuery {
  return { stack, version, variant, channel: channel?.name, architecture, gpu, region };
}

const revokedReason = 'is revoked';

/** Returns why an image cannot be selected, or undefined. */
function obstacleOf(image: Image, wanted: Wanted, inRange: (version: string) => boolean): string | undefined {
  if (wanted.gone?.includes(image.ami_id)) return 'was refused by EC2 at launch';
  if (image.region !== wanted.region) return `is in ${image.region}, not in ${wanted.region}`;
  if (image.lifecycle !== 'published') return `is not published but a ${image.lifecycle} image`;
  if (image.state !== 'available' && !isRevoked(image)) return `is ${image.state}`;
  if (image.deprecated) return 'is deprecated';
  if (image.tags[tagKeys.cleanupMarked] !== undefined) return 'is about to be removed by a cleanup';
  const unfit = unfitFor(image, wanted);
  if (unfit) return unfit;
  if (wanted.instance_type !== undefined && !mayLaunchOn(image.launch_types, wanted.instance_type))
    return `may be launched on ${image.launch_types?.join(', ')} only`;
  if (wanted.variant !== undefined && image.variant !== wanted.variant)
    return `is the variant ${image.variant ?? '-'}, not ${wanted.variant}`;
  const version = image.version ?? '';
  if (!inRange(version)) return `has version ${version || '-'}, not ${wanted.version ?? 'a final version'}`;
  // Last, so that it is the reason only where the image would be taken otherwise.
  return isRevoked(image) ? revokedReason : undefined;
}

function channelObstacle(image: Image, known: ReadonlyMap<string, Image>, { channel }: Wanted): string | undefined {
  return !channel || channel.releases.includes(releaseIdOf(image, known))
    ? undefined
    : `is not what the channel ${channel.name} points to`;
}

/**
 * Newest version first, then newest creation date; the id decides between equals, so that the answer is always the
 * same.
 */
function byPreference(left: Image, right: Image): number {
  const byDate = Date.parse(right.creation_date) - Date.parse(left.creation_date);
  return compareVersions(right.version ?? '', left.version ?? '') || byDate || (left.ami_id < right.ami_id ? -1 : 1);
}

function lostTo(best: Image, image: Image): string {
  return compareVersions(best.version ?? '', image.version ?? '') > 0
    ? `matches, but ${best.version} is newer than ${image.version ?? 'no version'}`
    : `matches, but ${best.ami_id} was created later`;
}

function reasonFor(best: Image, wanted: Wanted, count: number): string {
  const asked = [
    wanted.version,
    wanted.architecture,
    wanted.gpu === undefined ? undefined : wanted.gpu ? 'GPU' : 'no GPU',
    wanted.variant,
    wanted.channel && `the channel ${wanted.channel.name}`,
  ].filter(Boolean);
  const among = count === 1 ? 'the only image' : `the newest of ${count} images`;
  return `${best.name}: ${among} of ${wanted.stack} in ${wanted.region} that match${count === 1 ? 'es' : ''}${asked.length > 0 ? ` ${asked.join(', ')}` : ''} and ${count === 1 ? 'is' : 'are'} not deprecated`;
}

/** Returns whether an image has all that is asked for, whether or not it can be used. */
function isAsked(image: Image, wanted: Wanted, inRange: (version: string) => boolean): boolean {
  return (
    image.region === wanted.region &&
    !unfitFor(image, wanted) &&
    (wanted.variant === undefined || image.variant === wanted.variant) &&
    inRange(image.version ?? '')
  );
}

function noneFits(ofStack: readonly Image[], wanted: Wanted, asking: readonly Judged[]): string {
  const asked = [
    wanted.version && `version ${wanted.version}`,
    wanted.architecture,
    wanted.gpu === undefined ? undefined : wanted.gpu ? 'with GPU' : 'without GPU',
    wanted.variant && `variant ${wanted.variant}`,
    wanted.channel && `the channel ${wanted.channel.name}`,
  ]
    .filter(Boolean)
    .join(', ');
  const whom = wanted.instance_type ? ` (${wanted.instance_type})` : '';
  const exists = releasesOf(ofStack);
  return exists === ''
    ? `there is no image of ${wanted.stack}: list the stacks with spawn stack list, or build an image.`
    : `${wanted.stack} has ${exists}; ${asking.length === 0 ? 'none matches' : 'none can be used of those that match'} ${asked || 'a final version'} in ${wanted.region}${whom}.${passedOver(asking)}${restricted(ofStack, wanted)}${unusable(asking, wanted)}`;
}

/** Returns the sentence about images that have all that is asked for and cannot be used for another reason. */
function unusable(asking: readonly Judged[], { instance_type: type }: Wanted): string {
  const others = asking.filter(
    ({ image, unproven }) => unproven === undefined && (type === undefined || mayLaunchOn(image.launch_types, type)),
  );
  if (others.length === 0) return '';
  return ` ${others.map(({ image, obstacle }) => `${image.ami_id} (${image.name}) ${obstacle}`).join('; ')}.`;
}

/** Returns the sentence about images that fit but may not be launched on the instance type. */
function restricted(ofStack: readonly Image[], wanted: Wanted): string {
  const { instance_type: type, region } = wanted;
  if (type === undefined) return '';
  const others = ofStack.filter(
    (image) =>
      image.region === region && isUsable(image) && !unfitFor(image, wanted) && !mayLaunchOn(image.launch_types, type),
  );
  if (others.length === 0) return '';
  const list = others.map(({ ami_id, launch_types }) => `${ami_id} only on ${launch_types?.join(', ')}`).join('; ');
  return ` Not allowed on ${type}: ${list}.`;
}

/** Returns the sentence about images that are passed over only because of their tests. */
function passedOver(asking: readonly Judged[]): string {
  const unproven = asking.filter((each) => each.unproven !== undefined);
  if (unproven.length === 0) return '';
  const list = unproven.map(({ image, unproven: why }) => `${image.ami_id} (${image.name}) ${why}`).join('; ');
  return ` Passed over: ${list}. Test one with spawn test-ami, or build the stack again.`;
}
