import type { Route } from '../../shared/navigation/route';
import { channelsCommand, historyCommand } from './channels/commands';
import { showCommand, versionsCommand } from './commands';

/** What is shown of a stack. */
export const tabs = [
  { id: 'versions', label: 'Versions' },
  { id: 'channels', label: 'Channels' },
  { id: 'policy', label: 'Policy' },
] as const;

export type TabId = (typeof tabs)[number]['id'];

/** Returns the tab of an address; versions without one. */
export function tabOf({ tab }: Route['query']): TabId {
  return tabs.find(({ id }) => id === tab)?.id ?? 'versions';
}

/** Returns the words of the command that shows what a tab shows. */
export function tabCommand(tab: TabId, stack: string, { channel, variant }: Route['query']): string[] {
  if (tab === 'policy') return showCommand(stack);
  if (tab === 'versions') return versionsCommand(stack);
  return channel === undefined ? channelsCommand(stack) : historyCommand({ stack, channel, variant });
}
