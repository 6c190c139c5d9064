import { listChannels } from '../../aws/catalog/channels';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { channelsOf } from '../../core/channel/record';
import type { Image } from '../../core/model/image';
import { imagesById } from '../../core/release/group';

/**
 * Returns images with the names of the channels that point to them; images in member accounts have none. Makes one
 * query for all channels and one for each stack that has channels.
 */
export async function withChannels(images: readonly Image[]): Promise<(Image & { channels: string[] })[]> {
  const channels = await listChannels();
  const stacks = new Set(
    images.filter(({ replicated_from }) => replicated_from !== undefined).map(({ stack }) => stack),
  );
  const copied = channels.map(({ stack }) => stack).filter((stack) => stacks.has(stack));
  const known = imagesById((await Promise.all([...new Set(copied)].map(listImagesOfStack))).flat());
  return images.map((image) => ({
    ...image,
    channels: image.account === undefined ? channelsOf(image, channels, known) : [],
  }));
}
