import { putEvent } from '../../aws/flow/events';
import type { Image } from '../../core/model/image';
import type { MovedChannels } from '../../core/channel/moves';
import { moveAll } from '../channel/move-all';
import type { HttpRequest } from '../runtime/http';

/**
 * Moves `spawn:latest` and the channels of every stack that a revocation or a restore has changed, and publishes an
 * event for each image. Returns the channels that moved or stayed.
 */
export async function tellOfRevocation(
  { caller, now }: HttpRequest,
  image: Image,
  { changed, gone }: { changed: Image[]; gone: Image[] },
  event: 'Image Revoked' | 'Image Restored',
  detail: { reason?: string },
): Promise<MovedChannels> {
  const reason = `${image.name} was ${event === 'Image Revoked' ? 'revoked' : 'restored'}`;
  const channels = await moveAll([...changed, ...gone], { by: caller, now }, reason);
  const images = changed.map(({ ami_id, region, account }) => ({ ami_id, region, account }));
  for (const { ami_id, region, account, stack, version } of changed)
    await putEvent(event, {
      ami_id,
      region,
      account,
      stack,
      version,
      images,
      because_of: image.ami_id,
      by: caller,
      ...detail,
    });
  return channels;
}
