import * as z from 'zod';
import { getChannel } from '../../aws/catalog/channels';
import { SpawnError } from '../../core/errors';
import { releasesOfStack } from '../../usecases/channel/move';
import { step } from '../../usecases/runtime/step';
import { writeChannel } from '../../usecases/channel/write';

const event = z.object({ detail: z.object({ stack: z.string(), variant: z.string(), channel: z.string() }) });

/**
 * Updates the parameters of a channel after it was moved. Throws ParameterNotWritten, which is retried, when a region
 * refused.
 */
export const handler = step(event, async ({ detail }) => {
  const channel = await getChannel(detail);
  if (!channel) return [];
  const outcomes = await writeChannel(channel, await releasesOfStack(channel.stack));
  const late = outcomes.filter(({ status }) => status === 'unconfirmed' || status === 'failed');
  if (late.length === 0) return outcomes;
  throw new SpawnError(
    'ParameterNotWritten',
    `the parameter of ${detail.stack} ${detail.variant} ${detail.channel} could not be written in ${late.map(({ region, message }) => `${region} (${message})`).join(', ')}`,
  );
});
