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
 * The stack whose channels are checked. `fresh` are records written a moment ago, which the stack's index may not
 * contain yet.
 */
export interface ChannelsOf {
  stack: string;
  variant?: string;
  fresh?: readonly Image[];
  /** ARN of the caller who made a release unusable; absent in the nightly run. */
  by?: string;
  now: Date;
}

/** Returns the releases of a stack that belong to this deployment. */
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
 * Rolls back channels whose release is unusable or has changed its variant, and publishes an event for each, so that
 * their parameters follow. A channel without a usable earlier release stays, and the event warns about it. Every
 * deprecation, revocation, retagging or loss of images calls this. Returns the channels that moved and those that
 * stayed.
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
    // A concurrent change of the channel chose a usable release or checks it again.
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
