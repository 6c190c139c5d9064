import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { isManaged } from '../image/from-tags';
import { tagKeys } from '../tags';
import { isGone } from '../image/usability';

/** The states in EC2's events about changed images (EC2 User Guide, "Monitor AMI events"). */
export const eventStates = ['available', 'deregistered', 'disabled'] as const;

/**
 * Returns whether a run or a cleanup records the changes of an image: it is a candidate, marked by a cleanup, or gone.
 */
export function isTheirs(image: Image): boolean {
  return image.lifecycle === 'candidate' || image.tags[tagKeys.cleanupMarked] !== undefined || isGone(image);
}

/**
 * Returns whether EC2's description of an image agrees with an event, so that it need not be read again. An available
 * image agrees only once it is managed by tags, because other programs tag theirs a moment later.
 */
export function agreesWithEvent(state: (typeof eventStates)[number], seen: Ec2Image | undefined): boolean {
  if (state === 'deregistered') return seen === undefined || seen.state === 'deregistered';
  return seen?.state === state && (state !== 'available' || isManaged(seen.tags));
}
