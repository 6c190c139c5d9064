import { listChannels } from '../../aws/catalog/channels';
import { putEvent } from '../../aws/flow/events';
import { nightInput } from '../../core/run/steps';
import { moveChannels, releasesOfStack } from '../../usecases/channel/move';
import { step } from '../../usecases/runtime/step';
import { writeChannel } from '../../usecases/channel/write';

/**
 * Channels whose release may not be used any more go back; then the parameters of all are made to say what the channels
 * point to.
 */
export const handler = step(nightInput, async (_input, now) => {
  const stacks = [...new Set((await listChannels()).map(({ stack }) => stack))];
  const moved = (
    await Promise.all(
      stacks.map((stack) =>
        moveChannels({ stack, now }, 'the night found that its release is not to be used any more'),
      ),
    )
  ).flatMap((each) => each.moved);
  const channels = await listChannels();
  const counts = { moved: moved.length, repaired: 0, not_written: 0 };
  const lines = moved.map(
    ({ stack, variant, channel, from, version }) =>
      `${stack} ${variant} ${channel} went back from ${from?.version ?? '-'} to ${version ?? '-'}`,
  );
  for (const channel of channels) {
    const what = `${channel.stack} ${channel.variant} ${channel.channel}`;
    // What was moved a moment ago was right until then.
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
        `the parameter of ${what} in ${region} ${message === undefined ? `said ${was ?? 'nothing'} and was put right` : `is not right: ${message}`}`,
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
