import { canonicalJson } from '../lib/digest';
import { groupBy } from '../lib/group';
import type { Image } from '../model/image';
import type { PackageScan } from '../model/vulnerability';
import { groupReleases, isReleaseUsable, newestReleaseFirst } from '../release/group';

/**
 * A release whose packages are scanned again: the image with the list of a build, and all images with the same
 * packages.
 */
export interface Rescan {
  source: Image & { build_id: string; packages_key: string };
  images: Image[];
}

/**
 * Returns the releases to scan again: "Vulnerabilities become known after an image was published". These are the
 * newest usable release of each variant of these stacks, and those that a channel points to, if a build recorded their
 * packages. The one scanned longest ago comes first.
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

/** Returns whether two scans have the same result. */
export function isSameScan(known: PackageScan | undefined, found: PackageScan): boolean {
  const facts = ({ unknown, findings, worst }: Partial<PackageScan> = {}) =>
    canonicalJson({ unknown, findings, worst });
  return facts(known) === facts(found);
}
