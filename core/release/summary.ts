import type { Image } from '../model/image';
import { compareVersions } from '../lib/version';
import { isGone } from '../image/usability';

/**
 * Describes what exists, newest version first: "2.2 (x86_64 gpu) in us-east-1, 2.1 (x86_64 gpu, deprecated) in
 * us-east-1". Candidates and images that are gone do not count. Returns an empty text when there is nothing.
 */
export function releasesOf(images: readonly Image[]): string {
  const regionsOf = new Map<string, { version: string; regions: Set<string> }>();
  for (const image of images) {
    if (image.lifecycle !== 'published' || isGone(image)) continue;
    const version = image.version ?? 'no version';
    const facts = [
      `${image.architecture}${image.gpu ? ' gpu' : ''}`,
      image.deprecated ? 'deprecated' : '',
      image.state === 'available' ? '' : image.state,
    ];
    const text = `${version} (${facts.filter(Boolean).join(', ')})`;
    const entry = regionsOf.get(text) ?? { version, regions: new Set<string>() };
    entry.regions.add(image.region);
    regionsOf.set(text, entry);
  }
  const newestFirst = [...regionsOf].sort(
    ([left, { version: leftVersion }], [right, { version: rightVersion }]) =>
      compareVersions(rightVersion, leftVersion) || (left < right ? -1 : 1),
  );
  const shown = newestFirst.slice(0, 8).map(([text, { regions }]) => `${text} in ${[...regions].sort().join(' and ')}`);
  if (newestFirst.length > shown.length) shown.push(`${newestFirst.length - shown.length} more`);
  return shown.join(', ');
}
