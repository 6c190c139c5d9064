import type { Channel } from '../../core/channel/record';
import { isAbsent, readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

type Name = Pick<Channel, 'stack' | 'variant' | 'channel'>;

/** Returns a channel, read consistently; undefined when there is none. */
export function getChannel(name: Name): Promise<Channel | undefined> {
  return readItem<Channel>(keyOf(name));
}

/** Returns the channels of a stack, read consistently. */
export function listChannelsOfStack(stack: string): Promise<Channel[]> {
  return findAll<Channel>({ partition: keyOf({ stack, variant: '', channel: '' }).pk, startsWith: 'CHANNEL#' });
}

/** Returns the channels of all stacks, by stack and variant. The index may be a moment behind. */
export function listChannels(): Promise<Channel[]> {
  return findAll<Channel>({ index: 'gsi1', partition: 'CHANNELS' });
}

/** Returns everything that a channel has pointed to, oldest first. */
export async function channelHistory(channel: Channel): Promise<Channel[]> {
  const earlier = await findAll<Channel>({ partition: keyOf(channel).pk, startsWith: historyStart(channel) });
  return [...earlier.filter(({ revision }) => revision < channel.revision), channel];
}

/**
 * Moves a channel from one state to another. Returns false when it was moved since it was read. Writes the old state to
 * the history first, so that no change is lost; a repetition writes the same entry.
 */
export async function moveChannel(before: Channel | undefined, after: Channel): Promise<boolean> {
  if (before)
    await writeItem(
      { pk: keyOf(before).pk, sk: `${historyStart(before)}${String(before.revision).padStart(6, '0')}` },
      before,
    );
  const { stack, variant, channel } = after;
  return writeItem(
    { ...keyOf(after), gsi1pk: 'CHANNELS', gsi1sk: `${stack}#${variant}#${channel}` },
    after,
    before ? { expression: 'revision = :revision', values: { ':revision': before.revision } } : isAbsent,
  );
}

function keyOf({ stack, variant, channel }: Name): Key {
  return { pk: `CHANNEL#${stack}`, sk: `CHANNEL#${variant}#${channel}` };
}

function historyStart({ variant, channel }: Name): string {
  return `HISTORY#${variant}#${channel}#`;
}
