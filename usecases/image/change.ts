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
 * The images of this deployment that an image was copied from or to, itself among them; of one region if that is named.
 * Throws ImageNotFound when none is there.
 */
export async function releaseOf(image: Image, region?: string): Promise<Image[]> {
  return inRegion(atHomeOf(image, await imagesBeside(image)), image, region);
}

/**
 * This deployment's copies of images in member accounts, which are changed with their originals, also where those are
 * gone.
 */
export async function copiesInMembers(images: readonly Image[]): Promise<Image[]> {
  const known = await Promise.all(
    [...groupBy(images, ({ stack }) => stack).values()].map(([image]) => imagesBeside(image!)),
  );
  return copiesOf(images, known.flat());
}

/**
 * What is left of a release in the home account, as releaseOf gives it, and its copies in member accounts; of one
 * region if that is named.
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

/** What of a release is in the region that is named, or all. Throws ImageNotFound when that is none. */
export function inRegion(release: readonly Image[], image: Image, region: string | undefined): Image[] {
  const found = release.filter((member) => region === undefined || member.region === region);
  if (found.length > 0 || region === undefined) return found;
  throw new SpawnError(
    'ImageNotFound',
    `${image.ami_id} has no copy in ${region}: its images are in ${release.map((member) => member.region).join(', ')}`,
    { ami_id: image.ami_id, region },
  );
}

/** One image's change: what it does in EC2, what its record says after that, and what its history says. */
export interface ImageChange {
  image: Image;
  act: () => Promise<void>;
  record: (image: Image) => Image | undefined;
  detail?: string;
}

/** What became of changes. */
export interface ChangedImages {
  changed: Image[];
  gone: Image[];
  failed: NonNullable<ImageChangeAnswer['failed']>;
}

/**
 * Makes changes in all regions at once, each to its end: EC2 first, then the catalog and the image's history. An image
 * that EC2 does not know any more is recorded as vanished and does not stop the others. What fails in a member account
 * is told with the rest; any other error is thrown once all have ended.
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
 * The answer to a change of a release: its images as they are now. Throws ImageNotFound when the one that was named is
 * gone.
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
