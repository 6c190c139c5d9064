import type { Channel } from './record';
import { lastTests } from '../image/health';
import { isUsable } from '../image/usability';
import type { Image } from '../model/image';

/** An image that channels point to, with their names and the time of its last test. */
export interface ChannelImage {
  image: Image;
  channels: string[];
  tested_at?: string;
}

const day = 86_400_000;

/** Returns the usable originals of this deployment that channels of stacks with a retest policy point to. */
export function channelImages(
  images: readonly Image[],
  channels: readonly Channel[],
  { days, deployment }: { days: ReadonlyMap<string, number>; deployment: string },
): ChannelImage[] {
  const wanted = channels.filter(({ stack }) => days.has(stack));
  const originals = images.filter(
    (image) =>
      image.deployment === deployment &&
      image.account === undefined &&
      isUsable(image) &&
      wanted.some(({ release }) => release === image.ami_id),
  );
  return originals.map((image) => ({
    image,
    channels: wanted.filter(({ release }) => release === image.ami_id).map(nameOfChannel),
    tested_at: (image.tests ?? [])
      .map(({ tested_at }) => tested_at)
      .sort()
      .at(-1),
  }));
}

const nameOfChannel = ({ channel, stack, variant }: Channel): string => `${channel} of ${stack} ${variant}`;

/**
 * Returns the images to test again: "What a channel points to is tested again when its last test, whatever its verdict,
 * is as old as the policy of its stack says." Those tested longest ago come first, those never tested last. `busy` are
 * images that a run is testing.
 */
export function dueRetests(
  found: readonly ChannelImage[],
  { days, busy }: { days: ReadonlyMap<string, number>; busy: ReadonlySet<string> },
  now: Date,
): ChannelImage[] {
  const last = '9999';
  return found
    .filter(({ image, tested_at }) => {
      const wait = days.get(image.stack ?? '');
      if (wait === undefined || busy.has(image.ami_id)) return false;
      return now.getTime() - Date.parse(tested_at ?? image.creation_date) >= wait * day;
    })
    .sort((left, right) => (left.tested_at ?? last).localeCompare(right.tested_at ?? last));
}

/** Returns a sentence for each image of a channel whose last test on an instance type did not pass. */
export function failedRetests(found: readonly ChannelImage[]): string[] {
  return found.flatMap(({ image, channels }) => {
    const bad = lastTests(image.tests).filter(({ verdict }) => verdict !== 'passed');
    if (bad.length === 0) return [];
    const what = bad.map(({ instance_type, verdict, build_id }) => `${instance_type} (${verdict}, ${build_id})`);
    return [
      `${image.name} (${image.ami_id}), to which ${channels.join(', ')} points, did not pass its last test on ${what.join(', ')}`,
    ];
  });
}
