import { canonicalJson } from '../lib/digest';
import { groupBy } from '../lib/group';
import type { Image } from '../model/image';
import type { PackageScan } from '../model/vulnerability';
import { groupReleases, isReleaseUsable, newestReleaseFirst } from '../release/group';

/**
 * A release whose packages are compared again: the image of a build that has their list, and all that carry the same.
 */
export interface Rescan {
  source: Image & { build_id: string; packages_key: string };
  images: Image[];
}

/**
 * "Vulnerabilities become known after an image was published": of these stacks the newest usable release of each
 * variant, and those that a channel points to, as far as a build wrote their packages down. What was compared longest
 * ago comes first.
 */
export function releasesToScan(
  images: readonly Image[],
  { stacks, promoted, deployment }: { stacks: ReadonlySet<string>; promoted: ReadonlySet<string>; deployment: string },
): Rescan[] {
  const ours = images.filter(
    (image) => image.deployment === deployment && image.stack !== undefined && stacks.has(image.stack),
  );
  const wanted = [...groupBy(ours, ({ stack }) => stack)].flatMap(([, ofStack]) => {
    const usable = groupReleases(ofStack).filter(isReleaseUsable).sort(newestReleaseFirst);
    return usable.filter(
      (release) =>
        promoted.has(release.release) || usable.find(({ variant }) => variant === release.variant) === release,
    );
  });
  const found = wanted.flatMap((release): Rescan[] => {
    const source = release.images.find(
      (image): image is Rescan['source'] => image.packages_key !== undefined && image.build_id !== undefined,
    );
    return source ? [{ source, images: release.images }] : [];
  });
  return found.sort((left, right) => (lastScan(left) < lastScan(right) ? -1 : 1));
}

const lastScan = ({ source }: Rescan): string => source.package_scan?.scanned_at ?? '';

/** Whether two comparisons found the same. */
export function isSameScan(known: PackageScan | undefined, found: PackageScan): boolean {
  const facts = ({ unknown, findings, worst }: Partial<PackageScan> = {}) =>
    canonicalJson({ unknown, findings, worst });
  return facts(known) === facts(found);
}
