import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { isManaged } from '../image/from-tags';
import { tagKeys } from '../tags';
import { isGone } from '../image/usability';

/** The states that EC2 tells of images when somebody has changed them (EC2 User Guide, "Monitor AMI events"). */
export const eventStates = ['available', 'deregistered', 'disabled'] as const;

/**
 * Whether a run or a cleanup records what becomes of an image: it is a candidate, which its build publishes or removes,
 * it is marked for a cleanup, or it is gone already.
 */
export function isTheirs(image: Image): boolean {
  return image.lifecycle === 'candidate' || image.tags[tagKeys.cleanupMarked] !== undefined || isGone(image);
}

/**
 * Whether what EC2 lists of an image agrees with what an event told of it, so that it need not be read again. An image
 * that became available counts as settled once its tags manage it: other programs tag theirs a moment later.
 */
export function agreesWithEvent(state: (typeof eventStates)[number], seen: Ec2Image | undefined): boolean {
  if (state === 'deregistered') return seen === undefined || seen.state === 'deregistered';
  return seen?.state === state && (state !== 'available' || isManaged(seen.tags));
}
