import { listChannels } from '../../aws/catalog/channels';
import { listImagesOfStack, listImagesOfVersion } from '../../aws/catalog/releases';
import { channelsOf } from '../../core/channel/record';
import { groupBy } from '../../core/lib/group';
import type { Image } from '../../core/model/image';
import { imagesById } from '../../core/release/group';

// Of a stack with more versions among the images, all are read at once.
const mostVersions = 25;

/** Returns the images that may be the originals of copies: those of their versions, or of their whole stack. */
async function originalsOf(copies: readonly Image[]): Promise<Image[]> {
  const found = [...groupBy(copies, ({ stack }) => stack)].map(async ([stack, some]) => {
    const versions = new Map(some.map((image) => [`${image.variant ?? ''}#${image.version ?? ''}`, image]));
    if (stack !== undefined && versions.size > mostVersions) return listImagesOfStack(stack);
    return (await Promise.all([...versions.values()].map(listImagesOfVersion))).flat();
  });
  return (await Promise.all(found)).flat();
}

/**
 * Returns images with the names of the channels that point to them; images in member accounts have none. Makes one
 * query for all channels, and a few for the copies of each stack that has channels.
 */
export async function withChannels(images: readonly Image[]): Promise<(Image & { channels: string[] })[]> {
  const channels = await listChannels();
  const stacks = new Set(channels.map(({ stack }) => stack));
  const copies = images.filter(
    ({ account, replicated_from, stack }) =>
      account === undefined && replicated_from !== undefined && stack !== undefined && stacks.has(stack),
  );
  const known = imagesById(await originalsOf(copies));
  return images.map((image) => ({
    ...image,
    channels: image.account === undefined ? channelsOf(image, channels, known) : [],
  }));
}
