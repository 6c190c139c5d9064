import * as z from 'zod';
import { getChannel } from '../../aws/catalog/channels';
import { putEvent } from '../../aws/flow/events';
import type { Channel } from '../../core/channel/record';
import { SpawnError } from '../../core/errors';
import type { Release } from '../../core/release/group';
import { releasesOfStack } from '../../usecases/channel/move';
import { planRollout } from '../../usecases/rollout/plan';
import { startRollout } from '../../usecases/rollout/start';
import { step } from '../../usecases/runtime/step';
import { writeChannel } from '../../usecases/channel/write';

async function rollOut(channel: Channel, releases: readonly Release[], now: Date): Promise<void> {
  const plans = await planRollout(
    channel,
    releases.find(({ release }) => release === channel.release),
  );
  const { stack, variant, channel: name, by = 'nightly' } = channel;
  const obstacles = plans.flatMap((plan) => plan.obstacles);
  if (obstacles.length > 0) await putEvent('Channel Not Followed', { stack, variant, channel: name, obstacles });
  await startRollout(channel, plans, { caller: by, now }, { again: false });
}

const event = z.object({ detail: z.object({ stack: z.string(), variant: z.string(), channel: z.string() }) });

/**
 * Starts the rollout of a channel that was moved to launch templates that follow it, and updates its parameters. Throws
 * ParameterNotWritten, which is retried, when a region refused.
 */
export const handler = step(event, async ({ detail }, now) => {
  const channel = await getChannel(detail);
  if (!channel) return [];
  const releases = await releasesOfStack(channel.stack);
  await rollOut(channel, releases, now);
  const outcomes = await writeChannel(channel, releases);
  const late = outcomes.filter(({ status }) => status === 'unconfirmed' || status === 'failed');
  if (late.length === 0) return outcomes;
  throw new SpawnError(
    'ParameterNotWritten',
    `the parameter of ${detail.stack} ${detail.variant} ${detail.channel} could not be written in ${late.map(({ region, message }) => `${region} (${message})`).join(', ')}`,
  );
});
