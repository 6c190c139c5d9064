import type { ChannelChange } from '../client/answers';
import type { Context } from '../framework/context';
import { renderChannelChange } from '../render/channels';
import { writeResult } from '../render/layout/output';

/** Prints a change of a channel and a warning for every region whose parameter is not updated. */
export async function writeChannelChange(context: Context, answer: ChannelChange): Promise<void> {
  await writeResult(context, answer, () => renderChannelChange(answer));
  for (const { region, message } of answer.regions) {
    if (message !== undefined)
      context.terminal.err(`${context.styles.yellow('warning:')} ${answer.parameter} in ${region}: ${message}\n`);
  }
}
