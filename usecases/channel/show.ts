import { listChannels } from '../../aws/catalog/channels';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { channelsOf } from '../../core/channel/record';
import type { Image } from '../../core/model/image';
import { imagesById } from '../../core/release/group';

/**
 * Images with the channels that point to them, which is to none in a member account: one question for all channels, and
 * one for each stack that has any.
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
