import { explainAwsError } from '../../aws/client/errors';
import { listAccountCopies } from '../../aws/catalog/account-images';
import { getImage, updateImage } from '../../aws/catalog/images';
import { recordImageEvent } from '../../aws/catalog/image-events';
import { allImages, listImagesOfStack } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { errorUnlessGone } from '../../aws/client/gone';
import { SpawnError } from '../../core/errors';
import { groupBy } from '../../core/lib/group';
import type { Image } from '../../core/model/image';
import type { ImageChangeAnswer } from '../../core/api/contract/image-change';
import { eventOfPerson, type ImageAction } from '../../core/image/event';
import { locationOf } from '../../core/model/location';
import { imagesOfRelease, lineageOf } from '../../core/release/images';
import { isGone } from '../../core/image/usability';

/**
 * Returns the images of the release of an image in this deployment, including itself; of one region if given. Throws
 * ImageNotFound when none exists.
 */
export async function releaseOf(image: Image, region?: string): Promise<Image[]> {
  return inRegion(atHomeOf(image, await imagesBeside(image)), image, region);
}

/**
 * Returns this deployment's copies of images in member accounts, including copies whose originals are gone. They are
 * changed with their originals.
 */
export async function copiesInMembers(images: readonly Image[]): Promise<Image[]> {
  const known = await Promise.all(
    [...groupBy(images, ({ stack }) => stack).values()].map(([image]) => imagesBeside(image!)),
  );
  return copiesOf(images, known.flat());
}

/**
 * Returns the release of an image in the home account and its copies in member accounts; of one region if given. Does
 * not fail if the home account has no image of it left.
 */
export async function releaseInAllAccounts(image: Image, region?: string): Promise<Image[]> {
  const known = await imagesBeside(image);
  const home = atHomeOf(image, known).filter((member) => !isGone(member));
  return inRegion([...home, ...(await copiesOf([image], known))], image, region);
}

function imagesBeside({ stack }: Image): Promise<Image[]> {
  return stack === undefined ? allImages('all') : listImagesOfStack(stack);
}

function atHomeOf(image: Image, known: readonly Image[]): Image[] {
  return imagesOfRelease(image, known).filter(
    (member) =>
      member === image || (member.lifecycle === 'published' && member.deployment === environment().deployment),
  );
}

async function copiesOf(images: readonly Image[], known: readonly Image[]): Promise<Image[]> {
  const copies = (await Promise.all(lineageOf(images, known).map(listAccountCopies))).flat();
  return copies.filter(
    (copy) => copy.lifecycle === 'published' && copy.deployment === environment().deployment && !isGone(copy),
  );
}

/** Returns the images of a release in the given region, or all. Throws ImageNotFound when there is none. */
export function inRegion(release: readonly Image[], image: Image, region: string | undefined): Image[] {
  const found = release.filter((member) => region === undefined || member.region === region);
  if (found.length > 0 || region === undefined) return found;
  throw new SpawnError(
    'ImageNotFound',
    `${image.ami_id} has no copy in ${region}: its images are in ${release.map((member) => member.region).join(', ')}`,
    { ami_id: image.ami_id, region },
  );
}

/** The change of one image: the calls to EC2, the changed record, and the entry of its history. */
export interface ImageChange {
  image: Image;
  act: () => Promise<void>;
  record: (image: Image) => Image | undefined;
  detail?: string;
}

/** The results of changes. */
export interface ChangedImages {
  changed: Image[];
  gone: Image[];
  failed: NonNullable<ImageChangeAnswer['failed']>;
}

/**
 * Makes changes in all regions at once: in EC2 first, then in the catalog and the history. An image that EC2 no longer
 * has is recorded as vanished. An error in a member account is part of the result; any other error is thrown after all
 * changes have ended.
 */
export async function changeImages(
  changes: readonly ImageChange[],
  action: ImageAction,
  request: { caller?: string; now: Date },
): Promise<ChangedImages> {
  const [changed, gone]: [Image[], Image[]] = [[], []];
  const failed: ChangedImages['failed'] = [];
  const one = async ({ image, act, record, detail }: ImageChange): Promise<void> => {
    try {
      await act();
    } catch (error) {
      const end = await errorUnlessGone(locationOf(image), image.ami_id, error);
      if (end !== undefined) {
        if (image.account === undefined) throw end;
        const { name, message } = explainAwsError(end);
        failed.push({ ami_id: image.ami_id, region: image.region, account: image.account, error: name, message });
        return;
      }
      gone.push(
        await updateImage(locationOf(image), image.ami_id, () => ({
          state: 'vanished',
          updated_at: request.now.toISOString(),
        })),
      );
      return;
    }
    changed.push(await updateImage(locationOf(image), image.ami_id, record));
    await recordImageEvent(eventOfPerson(request.caller, image, action, request.now, detail));
  };
  const ends = await Promise.allSettled(changes.map(one));
  const broken = ends.find((end) => end.status === 'rejected');
  if (broken) throw broken.reason;
  return { changed, gone, failed };
}

/**
 * Returns the answer to a change of a release: its images after the change. Throws ImageNotFound when the named image
 * is gone.
 */
export async function answerOfChange(
  id: string,
  release: readonly Image[],
  { changed, gone, failed }: ChangedImages,
): Promise<ImageChangeAnswer> {
  if (gone.some(({ ami_id }) => ami_id === id))
    throw new SpawnError('ImageNotFound', `the image ${id} no longer exists: it was deregistered outside spawn.`, {
      ami_id: id,
    });
  const left = release.filter((image) => !gone.some(({ ami_id }) => ami_id === image.ami_id));
  const images = await Promise.all(
    left.map(async (image) => (await getImage(locationOf(image), image.ami_id)) ?? image),
  );
  return {
    changed: changed.length > 0,
    images,
    ...(failed.length > 0 && { failed }),
    gone: gone.map(({ ami_id, region }) => ({ ami_id, region })),
  };
}
