import type { Channel } from '../../core/channel/record';
import { isAbsent, readItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

type Name = Pick<Channel, 'stack' | 'variant' | 'channel'>;

/** A channel as of now; undefined when there is none of that name. */
export function getChannel(name: Name): Promise<Channel | undefined> {
  return readItem<Channel>(keyOf(name));
}

/** The channels of a stack, as of now. */
export function listChannelsOfStack(stack: string): Promise<Channel[]> {
  return findAll<Channel>({ partition: keyOf({ stack, variant: '', channel: '' }).pk, startsWith: 'CHANNEL#' });
}

/** The channels of all stacks, by stack and variant; the index may be a moment behind. */
export function listChannels(): Promise<Channel[]> {
  return findAll<Channel>({ index: 'gsi1', partition: 'CHANNELS' });
}

/** What a channel pointed to from its beginning until now, oldest first. */
export async function channelHistory(channel: Channel): Promise<Channel[]> {
  const earlier = await findAll<Channel>({ partition: keyOf(channel).pk, startsWith: historyStart(channel) });
  return [...earlier.filter(({ revision }) => revision < channel.revision), channel];
}

/**
 * Moves a channel from what it was to what it is to be; false when somebody else has moved it since. What it was goes
 * into its history first, where writing it twice changes nothing, so that no change is ever lost.
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
