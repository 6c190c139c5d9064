import { channelHistory, listChannelsOfStack, moveChannel } from '../../aws/catalog/channels';
import { listImagesOfStack } from '../../aws/catalog/releases';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { environment } from '../../aws/client/environment';
import { putEvent } from '../../aws/flow/events';
import { fallbackOf, pointTo, type Channel } from '../../core/channel/record';
import type { MovedChannels } from '../../core/channel/moves';
import type { Image } from '../../core/model/image';
import { groupReleases, isReleaseUsable, type Release } from '../../core/release/group';

/**
 * Whose channels are looked at; `fresh` are records that were written a moment ago, which the index of the stack may
 * not show yet.
 */
export interface ChannelsOf {
  stack: string;
  variant?: string;
  fresh?: readonly Image[];
  /** ARN of who asked for what made a release unusable; absent at night. */
  by?: string;
  now: Date;
}

/** The releases of a stack that belong to this deployment. */
export async function releasesOfStack(stack: string, fresh: readonly Image[] = []): Promise<Release[]> {
  const listed = (await listImagesOfStack(stack)).filter(
    ({ ami_id }) => !fresh.some((image) => image.ami_id === ami_id),
  );
  const { deployment } = environment();
  return groupReleases(
    [...listed, ...fresh.filter((image) => image.stack === stack)].filter((image) => image.deployment === deployment),
  );
}

/**
 * Channels whose release may not be used any more, or has become another variant, go back, and the bus is told, so that
 * their parameters follow. One that has nowhere to go stays, with a warning on the bus. Whoever deprecates, revokes,
 * retags or loses images calls this. Gives the channels that moved, and those that stay on what may not be used.
 */
export async function moveChannels(of: ChannelsOf, reason: string): Promise<MovedChannels> {
  const channels = (await listChannelsOfStack(of.stack)).filter(
    ({ variant }) => of.variant === undefined || variant === of.variant,
  );
  if (channels.length === 0) return { moved: [], stranded: [] };
  const releases = await releasesOfStack(of.stack, of.fresh);
  const [moved, stranded]: [Channel[], Channel[]] = [[], []];
  for (const channel of channels) {
    const { stack, variant, channel: name, version } = channel;
    const own = releases.filter((release) => release.variant === variant);
    if (isReleaseUsable(own.find(({ release }) => release === channel.release))) continue;
    const { require_tests: requireTests } = await getStackPolicy(stack);
    const target = fallbackOf(channel, await channelHistory(channel), own, requireTests);
    if (!target) {
      stranded.push(channel);
      await putEvent('Channel Stranded', { stack, variant, channel: name, release: channel.release, version, reason });
      continue;
    }
    const after = pointTo(channel, channel, target, { action: 'moved', at: of.now.toISOString(), by: of.by, reason });
    // Who moved it meanwhile chose a release that may be used, or looks at it again.
    if (!(await moveChannel(channel, after))) continue;
    moved.push(after);
    await putEvent('Channel Moved', {
      stack,
      variant,
      channel: name,
      from: after.from,
      release: after.release,
      version: after.version,
      by: of.by,
      reason,
    });
  }
  return { moved, stranded };
}
