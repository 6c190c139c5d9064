import type { ImageChange } from '../client/answers';
import { nameOfLocation, locationOf } from '../../core/model/location';
import { imageFields } from './images';

/** Returns the JSON and YAML fields of a change; each image has the fields of `list-amis`. */
export function changeFields({
  changed,
  images,
  gone,
  failed,
  channels,
  warnings,
}: ImageChange): Record<string, unknown> {
  return {
    changed,
    images: images.map(imageFields),
    gone,
    ...(failed && { failed }),
    ...(channels && { channels }),
    ...(warnings && { warnings }),
  };
}

/** Renders a line for each image of a change, and for each channel that moved with it. */
export function renderChange(
  { changed, images, gone, failed = [], channels = [] }: ImageChange,
  words: { changed: string; same: string },
): string {
  const lines = images
    .filter(({ ami_id }) => !failed.some((each) => each.ami_id === ami_id))
    .map(
      (image) =>
        `${image.name} (${image.ami_id} in ${nameOfLocation(locationOf(image))}): ${changed ? words.changed : words.same}`,
    );
  const lost = gone.map(({ ami_id, region }) => `${ami_id} in ${region} no longer exists`);
  const moved = channels.map(
    ({ channel, stack, variant, from, version, image_name }) =>
      `channel ${channel} of ${stack} ${variant} moved from ${from?.version ?? from?.release} to ${version ?? '-'} (${image_name})`,
  );
  return `${[...lines, ...lost, ...moved].join('\n')}\n`;
}
