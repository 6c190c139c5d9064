import { getChannel, moveChannel } from '../../aws/catalog/channels';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { pointTo, type Channel } from '../../core/channel/record';
import type { ChannelChangeAnswer } from '../../core/api/contract/channel';
import { channelParameter } from '../../core/channel/parameter';
import { SpawnError } from '../../core/errors';
import type { Release } from '../../core/release/group';
import { writeChannel } from './write';
import type { HttpRequest } from '../runtime/http';

type Name = Pick<Channel, 'stack' | 'variant' | 'channel'>;

async function movedMeanwhile(name: Name): Promise<SpawnError> {
  const now = await getChannel(name);
  const what = now
    ? `${now.by ?? 'the nightly run'} pointed it to ${now.image_name} at ${now.at}${now.reason ? ` (${now.reason})` : ''}`
    : 'somebody removed it';
  return new SpawnError(
    'CatalogConflict',
    `the channel '${name.channel}' of ${name.stack} ${name.variant} has changed in the meantime: ${what}. Check the change, then retry.`,
    { channel: name.channel, by: now?.by, release: now?.release },
  );
}

/**
 * Points a channel to a release, publishes an event and updates the parameters. Throws CatalogConflict, which names the
 * concurrent change, when the channel is no longer what the caller read.
 */
export async function pointChannel(
  name: Name,
  before: Channel | undefined,
  to: Release,
  releases: readonly Release[],
  change: { action: 'promoted' | 'rolled-back'; reason?: string },
  { caller, now }: Pick<HttpRequest, 'caller' | 'now'>,
): Promise<ChannelChangeAnswer> {
  const parameter = channelParameter(environment().stage, name);
  if (before?.release === to.release)
    return { changed: false, channel: before, parameter, regions: await writeChannel(before, releases) };
  const after = pointTo(name, before, to, { ...change, at: now.toISOString(), by: caller });
  if (!(await moveChannel(before, after))) throw await movedMeanwhile(name);
  const event = change.action === 'promoted' ? 'Channel Promoted' : 'Channel Rolled Back';
  await putEvent(event, {
    ...name,
    from: after.from,
    release: after.release,
    version: after.version,
    by: caller,
    reason: change.reason,
  });
  return { changed: true, channel: after, parameter, regions: await writeChannel(after, releases) };
}
