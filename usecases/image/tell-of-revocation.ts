import { putEvent } from '../../aws/flow/events';
import type { Image } from '../../core/model/image';
import { allChannels, type MovedChannels } from '../../core/channel/moves';
import { atHome } from '../../core/model/location';
import { moveChannels } from '../channel/move';
import { moveLatest } from '../channel/move-latest';
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
  const fresh = atHome([...changed, ...gone]);
  const channels: MovedChannels[] = [];
  for (const stack of new Set(fresh.flatMap((each) => each.stack ?? []))) {
    await moveLatest({ stack }, fresh);
    channels.push(
      await moveChannels(
        { stack, fresh, by: caller, now },
        `${image.name} was ${event === 'Image Revoked' ? 'revoked' : 'restored'}`,
      ),
    );
  }
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
  return allChannels(channels);
}
