import { allChannels, type MovedChannels } from '../../core/channel/moves';
import type { Image } from '../../core/model/image';
import { atHome } from '../../core/model/location';
import { moveChannels } from './move';
import { moveLatest } from './move-latest';

/**
 * Moves `spawn:latest` and the channels of every stack of changed images, which may have become unusable or usable.
 * Returns the channels that moved or stayed.
 */
export async function moveAll(
  changed: readonly Image[],
  { by, now }: { by?: string; now: Date },
  reason: string,
): Promise<MovedChannels> {
  const fresh = atHome([...changed]);
  const channels: MovedChannels[] = [];
  for (const stack of new Set(fresh.flatMap((each) => each.stack ?? []))) {
    await moveLatest({ stack }, fresh);
    channels.push(await moveChannels({ stack, fresh, by, now }, reason));
  }
  return allChannels(channels);
}
