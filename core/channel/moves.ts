import type { Channel } from './record';

/** The channels of unusable images that were moved, and those that could not be. */
export interface MovedChannels {
  moved: Channel[];
  stranded: Channel[];
}

/** Returns the channels of several stacks together. */
export function allChannels(parts: readonly MovedChannels[]): MovedChannels {
  return { moved: parts.flatMap(({ moved }) => moved), stranded: parts.flatMap(({ stranded }) => stranded) };
}

/** Returns a warning for each channel that stays on an unusable release. */
export function strandedWarnings({ stranded }: MovedChannels): string[] {
  return stranded.map(
    ({ channel, stack, variant, image_name }) =>
      `the channel ${channel} of ${stack} ${variant} still points to ${image_name}, which is not usable, and there is no earlier release: promote one with spawn ami promote`,
  );
}
