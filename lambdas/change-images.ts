import { isAwsError } from '../aws/aws-errors';
import { getImage, updateImage } from '../aws/catalog/images';
import { recordImageEvent } from '../aws/catalog/image-events';
import { allImages, listImagesOfStack } from '../aws/catalog/releases';
import { environment } from '../aws/environment';
import { SpawnError } from '../core/errors';
import type { Image } from '../core/image';
import type { ImageChangeAnswer } from '../core/image-changes';
import { eventOfPerson, type ImageAction } from '../core/image-event';
import { imagesOfRelease } from '../core/release-images';

/** The images of this deployment that an image was copied from or to, itself among them; of one region if that is named. Throws ImageNotFound when none is there. */
export async function releaseOf(image: Image, region?: string): Promise<Image[]> {
  const { deployment } = environment();
  const known = image.stack === undefined ? await allImages('all') : await listImagesOfStack(image.stack);
  const release = imagesOfRelease(image, known).filter((member) => member === image || (member.lifecycle === 'published' && member.deployment === deployment));
  const found = release.filter((member) => region === undefined || member.region === region);
  if (found.length > 0) return found;
  throw new SpawnError('ImageNotFound', `${image.ami_id} has no copy in ${region}: its images are in ${release.map((member) => member.region).join(', ')}`, { ami_id: image.ami_id, region });
}

/** One image's change: what it does in EC2, what its record says after that, and what its history says. */
export interface ImageChange {
  image: Image;
  act: () => Promise<void>;
  record: (image: Image) => Image | undefined;
  detail?: string;
}

/**
 * Makes changes in all regions at once, each to its end: EC2 first, then the catalog and the image's history. An image that EC2
 * does not know any more is recorded as vanished and does not stop the others; any other error is thrown once all have ended.
 */
export async function changeImages(changes: readonly ImageChange[], action: ImageAction, request: { caller?: string; now: Date }): Promise<{ changed: Image[]; gone: Image[] }> {
  const [changed, gone]: [Image[], Image[]] = [[], []];
  const one = async ({ image, act, record, detail }: ImageChange): Promise<void> => {
    try {
      await act();
    } catch (error) {
      if (!isAwsError(error, 'InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable')) throw error;
      gone.push(await updateImage(image.region, image.ami_id, () => ({ state: 'vanished', updated_at: request.now.toISOString() })));
      return;
    }
    changed.push(await updateImage(image.region, image.ami_id, record));
    await recordImageEvent(eventOfPerson(request.caller, image, action, request.now, detail));
  };
  const ends = await Promise.allSettled(changes.map(one));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return { changed, gone };
}

/** The answer to a change of a release: its images as they are now. Throws ImageNotFound when the one that was named is gone. */
export async function answerOfChange(id: string, release: readonly Image[], { changed, gone }: { changed: Image[]; gone: Image[] }): Promise<ImageChangeAnswer> {
  if (gone.some(({ ami_id }) => ami_id === id)) throw new SpawnError('ImageNotFound', `the image ${id} does not exist any more: it was deregistered outside spawn`, { ami_id: id });
  const left = release.filter((image) => !gone.some(({ ami_id }) => ami_id === image.ami_id));
  const images = await Promise.all(left.map(async (image) => (await getImage(image.region, image.ami_id)) ?? image));
  return { changed: changed.length > 0, images, gone: gone.map(({ ami_id, region }) => ({ ami_id, region })) };
}
