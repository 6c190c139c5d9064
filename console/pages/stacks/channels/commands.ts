import { flag } from '../../../shared/command-text';

/** A channel by its name; several variants may have one of that name. */
export interface ChannelName {
  stack: string;
  channel: string;
  variant?: string;
}

/** Returns the words of the command that lists the channels of a stack. */
export const channelsCommand = (stack: string): string[] => ['list-channels', '--stack', stack];

/** Returns the words of the command that lists what a channel has pointed to. */
export function historyCommand({ stack, channel, variant }: ChannelName): string[] {
  return [...channelsCommand(stack), '--channel', channel, ...flag('--variant', variant), '--history'];
}

/** Returns the words of the command that points a channel to the release of an image. */
export function promoteCommand(image: string, channel: string, reason: string, untested: string): string[] {
  const reasons = [...flag('--reason', reason.trim()), ...flag('--untested', untested.trim())];
  return ['promote-ami', image, '--to', channel, ...reasons];
}

/** Returns the words of the command that points a channel back. */
export function rollBackCommand({ stack, channel, variant }: ChannelName, reason: string): string[] {
  const which = [...flag('--stack', stack), ...flag('--variant', variant)];
  return ['rollback-channel', channel, ...which, ...flag('--reason', reason.trim())];
}
