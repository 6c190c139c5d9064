import { listAccountImages } from '../../aws/catalog/account-images';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { putImage } from '../../aws/catalog/images';
import { describeImages } from '../../aws/images';
import { actInMembers, memberPlaces } from '../../aws/members';
import { fewLines } from '../../core/few-lines';
import { eventOfNight } from '../../core/image-event';
import { nameOfPlace, type MemberPlace } from '../../core/place';
import { reconcile } from '../../core/reconcile';
import { reconcileAccountsInput } from '../../core/steps';
import { logger, step } from '../step';
import { deprecateDue } from './deprecate-due';

actInMembers();

/** Brings what is known of a member account in one region in line with EC2, all its images, whoever made them. */
async function reconcilePlace(place: MemberPlace, now: Date): Promise<{ adopted: number; updated: number; vanished: number }> {
  const catalog = await listAccountImages(place);
  const { images, due } = await deprecateDue(place, await describeImages(place, { includeDisabled: true }), now);
  const { adopt, update, vanish } = reconcile(place, images, catalog, now);
  for (const image of [...adopt, ...update, ...vanish]) await putImage(image);
  for (const image of vanish) await recordImageEvent(eventOfNight(image, 'vanished', now));
  for (const image of update) if (due.includes(image.ami_id)) await recordImageEvent(eventOfNight(image, 'deprecated', now));
  return { adopted: adopt.length, updated: update.length, vanished: vanish.length };
}

/** Member accounts as EC2 has them. One that cannot be read is unknown: what is recorded of it stays as it is. */
export const handler = step(reconcileAccountsInput, async (_input, now) => {
  const places = memberPlaces();
  const ends = await Promise.allSettled(places.map((place) => reconcilePlace(place, now)));
  const sum = { adopted: 0, updated: 0, vanished: 0, unknown: 0 };
  const lines: string[] = [];
  ends.forEach((end, at) => {
    if (end.status === 'fulfilled') {
      for (const name of ['adopted', 'updated', 'vanished'] as const) sum[name] += end.value[name];
      return;
    }
    const { name, message } = end.reason as Error;
    sum.unknown += 1;
    lines.push(`${nameOfPlace(places[at]!)} could not be read (${name}): ${message}`);
    logger.warn('a member account could not be read', { ...places[at], error_name: name });
  });
  return { ...sum, lines: fewLines(lines) };
});
