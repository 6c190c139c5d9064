import { channelHistory, listChannels as listAll, listChannelsOfStack } from '../../../aws/catalog/channels';
import { environment } from '../../../aws/client/environment';
import { channelHistoryQuery, listChannelsQuery, type ShownChannel } from '../../../core/api/contract/channel';
import { channelParameter, parameterValues } from '../../../core/channel/parameter';
import { isReleaseUsable } from '../../../core/release/group';
import { releasesOfStack } from '../../../usecases/channel/move';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireChannels } from '../../../usecases/channel/find';

/** Returns the channels with their images in each region, ordered by stack, variant and name. */
export async function listChannels({ query }: HttpRequest): Promise<HttpAnswer> {
  const asked = parse(listChannelsQuery, query);
  const known = asked.stack === undefined ? await listAll() : await listChannelsOfStack(asked.stack);
  const found = known.filter(({ channel }) => asked.channel === undefined || channel === asked.channel);
  const stacks = [...new Set(found.map(({ stack }) => stack))];
  const releases = new Map(
    await Promise.all(stacks.map(async (stack) => [stack, await releasesOfStack(stack)] as const)),
  );
  const channels = found.map((channel): ShownChannel => {
    const release = releases.get(channel.stack)?.find((each) => each.release === channel.release);
    const images = [...parameterValues(release)].map(([region, ami_id]) => ({ region, ami_id }));
    return {
      ...channel,
      usable: isReleaseUsable(release),
      images,
      unusable_regions: images
        .map(({ region }) => region)
        .filter((region) => release?.images.some((image) => image.region === region && image.deprecated)),
      parameter: channelParameter(environment().stage, channel),
    };
  });
  return { status: 200, body: { channels } };
}

/** Returns what a channel of a stack pointed to, newest first; of all variants unless one is given. */
export async function showChannelHistory({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { variant } = parse(channelHistoryQuery, query);
  const channels = await requireChannels(path.channel ?? '', path.stack ?? '', variant);
  const history = (await Promise.all(channels.map(channelHistory))).flat();
  return {
    status: 200,
    body: { history: history.sort((one, other) => other.at.localeCompare(one.at) || other.revision - one.revision) },
  };
}
