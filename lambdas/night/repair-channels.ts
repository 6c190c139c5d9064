import { listChannels } from '../../aws/catalog/channels';
import { putEvent } from '../../aws/flow/events';
import { nightInput } from '../../core/run/step-inputs';
import { moveChannels, releasesOfStack } from '../../usecases/channel/move';
import { step } from '../../usecases/runtime/step';
import { writeChannel } from '../../usecases/channel/write';

/**
 * Rolls back channels whose release is unusable, then brings the parameters of all channels in line with the catalog.
 */
export const handler = step(nightInput, async (_input, now) => {
  const stacks = [...new Set((await listChannels()).map(({ stack }) => stack))];
  const moved = (
    await Promise.all(
      stacks.map((stack) => moveChannels({ stack, now }, 'the nightly run found that its release is unusable')),
    )
  ).flatMap((each) => each.moved);
  const channels = await listChannels();
  const counts = { moved: moved.length, repaired: 0, not_written: 0 };
  const lines = moved.map(
    ({ stack, variant, channel, from, version }) =>
      `${stack} ${variant} ${channel} was rolled back from ${from?.version ?? '-'} to ${version ?? '-'}`,
  );
  for (const channel of channels) {
    const what = `${channel.stack} ${channel.variant} ${channel.channel}`;
    // A parameter of a channel that was just moved was right before.
    const isMoved = moved.some(
      (each) => each.stack === channel.stack && each.variant === channel.variant && each.channel === channel.channel,
    );
    for (const { region, status, ami_id, was, message } of await writeChannel(
      channel,
      await releasesOfStack(channel.stack),
    )) {
      if (status === 'current' || (isMoved && status === 'written')) continue;
      if (message === undefined) counts.repaired += 1;
      else counts.not_written += 1;
      lines.push(
        `the parameter of ${what} in ${region} ${message === undefined ? `was ${was ?? 'empty'} and was corrected` : `is wrong: ${message}`}`,
      );
      await putEvent(message === undefined ? 'Channel Repaired' : 'Channel Not Written', {
        stack: channel.stack,
        variant: channel.variant,
        channel: channel.channel,
        region,
        ami_id,
        was,
        message,
      });
    }
  }
  return { ...counts, lines };
});
