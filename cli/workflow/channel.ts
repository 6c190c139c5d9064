import type { ChannelChange } from '../client/answers';
import type { FlagSpec } from '../framework/command';
import type { Context } from '../framework/context';
import { exitCodes } from '../framework/failure';
import { renderChannelChange } from '../render/channels';
import { writeResult } from '../render/layout/output';
import { followRun, reportEnd } from './wait';

/** The flags of commands that change a channel: about the launch templates that follow it. */
export const rolloutFlags: readonly FlagSpec[] = [
  { name: 'dry-run', description: 'show what would change, launch templates included; change nothing' },
  { name: 'wait', description: 'wait until launch templates and Auto Scaling groups have followed' },
];

/**
 * Prints a change of a channel, and a warning for every region whose parameter is not updated and every launch template
 * that cannot follow. Waits for its rollout if asked to. Returns the exit code.
 */
export async function writeChannelChange(context: Context, answer: ChannelChange, wait: boolean): Promise<number> {
  await writeResult(context, answer, () => renderChannelChange(answer));
  for (const { region, message } of answer.regions)
    if (message !== undefined) context.messages.warn(`${answer.parameter} in ${region}: ${message}`);
  const { operation_id: id, templates = [] } = answer.rollout ?? {};
  for (const obstacle of templates.flatMap(({ obstacles }) => obstacles)) context.messages.warn(obstacle);
  if (id === undefined) return exitCodes.done;
  if (wait) return reportEnd(context, await followRun(context, id));
  context.messages.note(`The launch templates follow in ${id}. To wait for it: spawn wait ${id}`);
  return exitCodes.done;
}
