import { getChannel, listChannels, listChannelsOfStack } from '../../aws/catalog/channels';
import type { Channel } from '../../core/channel/record';
import { SpawnError } from '../../core/errors';
import { mostSimilar } from '../../core/lib/did-you-mean';

const named = ({ stack, variant, version }: Channel): string => `${stack} ${variant} (${version ?? 'no version'})`;

/**
 * Returns the channels with that name, of one stack or variant if given. Throws ChannelNotFound, which lists the
 * existing channels.
 */
export async function requireChannels(name: string, stack?: string, variant?: string): Promise<Channel[]> {
  const known = stack === undefined ? await listChannels() : await listChannelsOfStack(stack);
  const found = known.filter(
    (channel) => channel.channel === name && (variant === undefined || channel.variant === variant),
  );
  if (found.length > 0) return found;
  const similar = mostSimilar(
    name,
    known.map(({ channel }) => channel),
  );
  const others = [...new Set(known.map(({ channel, stack: of, variant: kind }) => `${channel} of ${of} ${kind}`))].join(
    ', ',
  );
  const where = [stack, variant].filter(Boolean).join(' ');
  throw new SpawnError(
    'ChannelNotFound',
    `there is no channel '${name}'${where ? ` of ${where}` : ''}: ${similar ? `did you mean '${similar}'? ` : ''}${others ? `${similar ? 'The' : 'the'} channels are ${others}` : 'create it with spawn ami promote'}.`,
    { channel: name, stack, variant },
  );
}

/**
 * Returns the channel with that name, read consistently. Throws ChannelNotFound, and AmbiguousName when several stacks
 * or variants have it.
 */
export async function requireChannel(name: string, stack?: string, variant?: string): Promise<Channel> {
  const [first, ...others] = await requireChannels(name, stack, variant);
  if (first && others.length > 0) {
    throw new SpawnError(
      'AmbiguousName',
      `several stacks or variants have a channel '${name}': ${[first, ...others].map(named).join(', ')}; name the stack with --stack or the variant with --variant.`,
      { channel: name },
    );
  }
  const channel = first && (await getChannel(first));
  if (channel) return channel;
  throw new SpawnError(
    'ChannelNotFound',
    `the channel '${name}' no longer exists: list the channels with spawn ami channels.`,
    {
      channel: name,
    },
  );
}

/**
 * Returns the release that a channel of a stack points to, as a condition for images; undefined without a channel.
 * Throws ChannelNotFound.
 */
export async function channelReleases(
  name: string | undefined,
  stack: string,
): Promise<{ name: string; releases: string[] } | undefined> {
  return name === undefined
    ? undefined
    : { name, releases: (await requireChannels(name, stack)).map(({ release }) => release) };
}
