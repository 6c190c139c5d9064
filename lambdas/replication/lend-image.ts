import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { eventOfRun } from '../../core/image/event';
import { holderOf, withCopyGrant } from '../../core/replication/copy-grants';
import { nameOfLocation } from '../../core/model/location';
import { candidateDeadline } from '../../core/run/time-limits';
import { copyGrantInput } from '../../core/run/step-inputs';
import { openRun } from '../../usecases/run/require-open';
import { syncShares } from '../../usecases/sharing/sync';
import { step } from '../../usecases/runtime/step';

/**
 * Gives a member account a copy grant on an image and its keys while a copy is made. The nightly run withdraws a grant
 * whose time is over.
 */
export const handler = step(copyGrantInput, async ({ build_id, source, copy }, now) => {
  const run = await openRun(build_id);
  const grant = { account: copy.account, holder: holderOf(build_id, copy) };
  const image = await updateImage(source.region, source.ami_id, ({ loans = [] }) => ({
    loans: withCopyGrant(loans, grant, candidateDeadline(now, copy.wait_seconds), now),
    updated_at: now.toISOString(),
  }));
  await syncShares(image, now);
  await recordImageEvent(
    eventOfRun(run, source, 'shared', now, `with account ${copy.account} while it copies to ${nameOfLocation(copy)}`),
  );
});
