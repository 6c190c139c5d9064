import * as z from 'zod';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { getImage, saveImage, updateImage } from '../../aws/catalog/images';
import { environment } from '../../aws/client/environment';
import { describeImage, findImageByName } from '../../aws/image/describe';
import { withRetries } from '../../aws/client/pause';
import { agreesWithEvent, isTheirs, eventStates } from '../../core/catalog/followed-image';
import type { Ec2Image } from '../../core/model/ec2';
import type { Image } from '../../core/model/image';
import { eventOfNight } from '../../core/image/event';
import { reconcile } from '../../core/catalog/reconcile';
import { isGone, isUsable } from '../../core/image/usability';
import { moveChannels } from '../../usecases/channel/move';
import { moveLatest } from '../../usecases/channel/move-latest';
import { step } from '../../usecases/runtime/step';

const changed = z
  .object({ region: z.string(), detail: z.object({ ImageId: z.string(), State: z.enum(eventStates) }) })
  .transform(({ region, detail: { ImageId: id, State: state } }) => ({ region, id, state, isTagging: false }));
const tagged = z
  .object({ region: z.string(), 'detail-type': z.literal('Tag Change on Resource'), resources: z.array(z.string()) })
  .transform(({ region, resources: [arn = ''] }) => ({
    region,
    id: arn.slice(arn.lastIndexOf('/') + 1),
    state: 'available' as const,
    isTagging: true,
  }));

// EC2 lists an image for a while after it was deregistered, and other programs tag an image only once it is available.
const rereadDelays = [2, 5, 13, 40];

/** Returns an image from EC2, read again until it agrees with the event; undefined when EC2 does not list it. */
async function imageAfterEvent(
  region: string,
  id: string,
  state: z.output<typeof changed>['state'],
): Promise<Ec2Image | undefined> {
  let seen: Ec2Image | undefined;
  const disagreement = new Error(`what EC2 lists of ${id} does not agree with the event yet`);
  await withRetries(
    rereadDelays,
    (error) => error === disagreement,
    async () => {
      seen = await describeImage(region, id);
      if (!agreesWithEvent(state, seen)) throw disagreement;
    },
  ).catch((error: unknown) => {
    if (error !== disagreement) throw error;
  });
  return seen;
}

/**
 * Marks an image as vanished when EC2 lists it neither by its id nor by its name, and returns it. Returns undefined if
 * the record stays as it is.
 */
async function vanished({ region, ami_id, name }: Image, now: Date): Promise<Image | undefined> {
  const namesake = await findImageByName(region, name);
  if (namesake?.image_id === ami_id) return undefined;
  let isChanged = false;
  const after = await updateImage(region, ami_id, (current) => {
    isChanged = !isTheirs(current);
    return isChanged ? { state: 'vanished', updated_at: now.toISOString() } : undefined;
  });
  if (isChanged) await recordImageEvent(eventOfNight(after, 'vanished', now));
  return isChanged ? after : undefined;
}

/**
 * Brings the record of an existing image in line with EC2, as the nightly run does. Returns undefined if there is no
 * record and none is to be created.
 */
async function followed(image: Ec2Image, record: Image | undefined, now: Date): Promise<Image | undefined> {
  const { region } = image;
  if (record) {
    return updateImage(region, record.ami_id, (current) =>
      isTheirs(current) ? undefined : reconcile(region, [image], [current], now).update[0],
    );
  }
  const [adopted] = reconcile(region, [image], [], now).adopt;
  if (!adopted) return undefined;
  const saved = await saveImage(adopted);
  await recordImageEvent(eventOfNight(saved, 'adopted', now));
  return saved;
}

/**
 * Records what others did to an image in EC2: deregistered, disabled, enabled, created or tagged it. The event is a
 * hint: EC2 is read again, and an unlisted image counts as gone only if the event says so. Runs and cleanups record
 * their own changes.
 */
export const handler = step(z.union([changed, tagged]), async ({ region, id, state, isTagging }, now) => {
  if (!environment().regions.includes(region)) return;
  const before = await getImage(region, id);
  if (before && (isTagging || isTheirs(before) || before.state === state)) return;
  if (!before && state !== 'available') return;
  // The event of an image that is tagged while it is pending comes later.
  const seen = isTagging ? await describeImage(region, id) : await imageAfterEvent(region, id, state);
  if (isTagging && !agreesWithEvent(state, seen)) return;
  // EC2 may have been read for a minute, while the event of a tag recorded the image.
  const record = before ?? (await getImage(region, id));
  const there = seen !== undefined && seen.state !== 'deregistered';
  const after = there
    ? await followed(seen, record, now)
    : record && state === 'deregistered'
      ? await vanished(record, now)
      : undefined;
  if (after?.stack === undefined) return;
  if (isGone(after) || !isUsable(after))
    await moveChannels({ stack: after.stack, fresh: [after], now }, `${after.ami_id} became ${after.state} in EC2`);
  await moveLatest({ stack: after.stack, region }, [after]);
});
