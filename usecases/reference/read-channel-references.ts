import { messageOf } from '../../aws/client/errors';
import { listChannelsOfStack } from '../../aws/catalog/channels';
import type { ImageReference, UnreadReferences } from '../../core/model/reference';
import { releasesOfStack } from '../channel/move';

/**
 * Returns the images of these stacks whose release a channel points to, in every region, so that a rollback of a
 * deployment still finds them.
 */
export async function readChannelReferences(
  region: string,
  stacks: readonly string[],
): Promise<{ references: ImageReference[]; unread: UnreadReferences[] }> {
  const references: ImageReference[] = [];
  try {
    for (const stack of stacks) {
      const channels = await listChannelsOfStack(stack);
      const releases = channels.length === 0 ? [] : await releasesOfStack(stack);
      for (const { channel, release, variant } of channels) {
        const images = releases.find((each) => each.release === release)?.images ?? [];
        references.push(
          ...images.map((image) => ({
            ami_id: image.ami_id,
            region: image.region,
            kind: 'channel' as const,
            name: channel,
            detail: `${stack} ${variant}`,
          })),
        );
      }
    }
    return { references, unread: [] };
  } catch (error) {
    return { references, unread: [{ region, kind: 'channel', reason: messageOf(error) }] };
  }
}
