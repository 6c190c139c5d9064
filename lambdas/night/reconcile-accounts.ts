import { explainAwsError } from '../../aws/client/errors';
import { listAccountImages } from '../../aws/catalog/account-images';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { putImage } from '../../aws/catalog/images';
import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { actInMembers, memberLocations } from '../../aws/client/members';
import { truncateLines } from '../../core/lib/truncate';
import { groupBy } from '../../core/lib/group';
import { eventOfNight } from '../../core/image/event';
import { nameOfLocation, type MemberLocation } from '../../core/model/location';
import { reconcile } from '../../core/catalog/reconcile';
import { reconcileAccountsInput } from '../../core/run/step-inputs';
import { wrongNameLines } from '../../core/catalog/wrong-names';
import { logger, step } from '../../usecases/runtime/step';
import { deprecateDue } from '../../usecases/image/deprecate-due';

actInMembers();

/**
 * Brings the records of a member account in one region in line with EC2: all its images, including images that others
 * made.
 */
async function reconcileLocation(
  location: MemberLocation,
  now: Date,
): Promise<{ adopted: number; updated: number; vanished: number; wrong: string[] }> {
  const catalog = await listAccountImages(location);
  const { images, due } = await deprecateDue(location, await describeImages(location, { includeDisabled: true }), now);
  const { adopt, update, vanish } = reconcile(location, images, catalog, now);
  for (const image of [...adopt, ...update, ...vanish]) await putImage(image);
  for (const image of vanish) await recordImageEvent(eventOfNight(image, 'vanished', now));
  for (const image of update)
    if (due.includes(image.ami_id)) await recordImageEvent(eventOfNight(image, 'deprecated', now));
  const wrong = wrongNameLines(images, environment().deployment).map((line) => `${nameOfLocation(location)}: ${line}`);
  return { adopted: adopt.length, updated: update.length, vanished: vanish.length, wrong };
}

/**
 * Brings the records of member accounts in line with EC2. An account that cannot be read is reported as unknown, and
 * its records stay unchanged.
 */
export const handler = step(reconcileAccountsInput, async (_input, now) => {
  const sum = { adopted: 0, updated: 0, vanished: 0, unknown: 0 };
  const lines: string[] = [];
  const wrong: string[] = [];
  const one = async (location: MemberLocation): Promise<void> => {
    try {
      const done = await reconcileLocation(location, now);
      for (const name of ['adopted', 'updated', 'vanished'] as const) sum[name] += done[name];
      wrong.push(...done.wrong);
    } catch (error) {
      const { name, message } = explainAwsError(error);
      sum.unknown += 1;
      lines.push(`${nameOfLocation(location)} could not be read (${name}): ${message}`);
      logger.warn('a member account could not be read', { ...location, error_name: name });
    }
  };
  // All regions of an account in parallel, the accounts one after the other.
  for (const regions of groupBy(memberLocations(), ({ account }) => account).values())
    await Promise.all(regions.map(one));
  return { ...sum, lines: [...truncateLines(lines), ...truncateLines(wrong)] };
});
