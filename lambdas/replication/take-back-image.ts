import { recordImageEvent } from '../../aws/catalog/image-events';
import { updateImage } from '../../aws/catalog/images';
import { getRun } from '../../aws/catalog/runs';
import { SpawnError } from '../../core/errors';
import { eventOfRun } from '../../core/image/event';
import { holderOf, withoutCopyGrant } from '../../core/replication/copy-grants';
import { copyGrantInput } from '../../core/run/step-inputs';
import { syncShares } from '../../usecases/sharing/sync';
import { step } from '../../usecases/runtime/step';

/** Ends the copy grant of a member account for one copy, whether or not the copy was made. */
export const handler = step(copyGrantInput, async ({ build_id, source, copy }, now) => {
  const run = await getRun(build_id);
  if (!run) throw new SpawnError('BuildNotFound', `there is no record of ${build_id}`);
  const ended = await updateImage(source.region, source.ami_id, ({ loans = [] }) => ({
    loans: withoutCopyGrant(loans, holderOf(build_id, copy), now),
    updated_at: now.toISOString(),
  }));
  const { taken } = (await syncShares(ended, now)).plan;
  if (taken.length > 0)
    await recordImageEvent(
      eventOfRun(run, source, 'unshared', now, `from account ${copy.account}, whose copy has ended`),
    );
});
