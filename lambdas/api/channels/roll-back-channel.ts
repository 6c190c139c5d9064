import { channelHistory } from '../../../aws/catalog/channels';
import { rollbackTarget } from '../../../core/channel/record';
import { rollBackChannelRequest } from '../../../core/api/contract/channel';
import { SpawnError } from '../../../core/errors';
import { releasesOfStack } from '../../../usecases/channel/move';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireChannel } from '../../../usecases/channel/find';
import { changeChannel } from '../../../usecases/rollout/change-channel';

/** Points a channel to the newest earlier release that is still usable, in all regions. */
export async function rollBackChannel(request: HttpRequest): Promise<HttpAnswer> {
  const { stack, variant, reason, dry_run: dryRun } = parse(rollBackChannelRequest, request.body);
  const channel = await requireChannel(request.path.channel ?? '', stack, variant);
  const releases = await releasesOfStack(channel.stack);
  const target = rollbackTarget(await channelHistory(channel), releases);
  if (!target) {
    throw new SpawnError(
      'WrongState',
      `the channel '${channel.channel}' of ${channel.stack} ${channel.variant} points to ${channel.image_name}, and has no earlier release that is still usable: promote one with spawn ami promote.`,
      { channel: channel.channel, release: channel.release },
    );
  }
  return {
    status: 200,
    body: await changeChannel(channel, channel, target, releases, { action: 'rolled-back', reason, dryRun }, request),
  };
}
