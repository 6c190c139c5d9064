import type { ImageAnswer } from '../../../client/types';
import { statusOfImage, type Status } from '../../../shared/status-of';

/** A version of a stack: its image and the copies of it. */
export interface ReleaseRow {
  /** Id of the image that the copies were made of. */
  release: string;
  name: string;
  version: string;
  variant: string;
  created: string;
  status: Status;
  channels: readonly string[];
  /** The image to link to: the original, or a copy where only that is listed. */
  image: { region: string; ami_id: string };
  regions: readonly string[];
}

/** Returns the releases of images, newest first. Its original says what a release is; without it, its first copy. */
export function releasesOf(images: readonly ImageAnswer[]): ReleaseRow[] {
  const groups = new Map<string, ImageAnswer[]>();
  for (const image of images) {
    const release = image.replicated_from ?? image.ami_id;
    groups.set(release, [...(groups.get(release) ?? []), image]);
  }
  return [...groups].map(([release, some]) => rowOf(release, some)).sort((a, b) => b.created.localeCompare(a.created));
}

function rowOf(release: string, images: readonly ImageAnswer[]): ReleaseRow {
  const image = images.find(({ ami_id }) => ami_id === release) ?? images[0]!;
  const { ami_id, region, name, version, variant, architecture, creation_date } = image;
  return {
    release,
    name,
    version: version ?? name,
    variant: variant ?? architecture,
    created: creation_date,
    status: statusOfImage(image),
    channels: [...new Set(images.flatMap(({ channels = [] }) => channels))].sort(),
    image: { region, ami_id },
    regions: [...new Set(images.map((each) => each.region))].sort(),
  };
}

/** Returns the label of a release: its version, and the channels that point to it. */
export function labelOf({ version, channels }: Pick<ReleaseRow, 'version' | 'channels'>): string {
  return [version, ...channels].join(' ');
}

/** Returns what a release is in one sentence, for who does not see the drawing. It begins with its label. */
export function sentenceOf({ variant, created, status, ...release }: ReleaseRow): string {
  return `${labelOf(release)}, ${variant}, ${created.slice(0, 10)}, ${status.text}`;
}
