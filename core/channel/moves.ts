import type { Channel } from './record';

/**
 * What became of the channels of images that may not be used any more: those that point elsewhere now, and those with
 * nowhere to go.
 */
export interface MovedChannels {
  moved: Channel[];
  stranded: Channel[];
}

/** The channels of several stacks together. */
export function allChannels(parts: readonly MovedChannels[]): MovedChannels {
  return { moved: parts.flatMap(({ moved }) => moved), stranded: parts.flatMap(({ stranded }) => stranded) };
}

/** A warning for each channel that stays on a release that may not be used. */
export function strandedWarnings({ stranded }: MovedChannels): string[] {
  return stranded.map(
    ({ channel, stack, variant, image_name }) =>
      `the channel ${channel} of ${stack} ${variant} still points to ${image_name}, which is not usable, and there is no earlier release: promote one with spawn ami promote`,
  );
}
