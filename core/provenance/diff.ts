import type { Image } from '../model/image';
import { changedPackages, type InstalledPackage, type PackageChange } from './packages';
import { scanText } from './package-scan';
import { prefix } from '../tags';

/** A difference in one fact of two images. A side that lacks the fact has no value. */
export interface FactChange {
  fact: string;
  from?: string;
  to?: string;
}

export interface ImageDiff {
  facts: FactChange[];
  /**
   * `compared` is false when a list is missing: that is not "no difference", and `missing` names the images without
   * one.
   */
  packages: { compared: boolean; missing: string[]; changes: PackageChange[] };
  tags: FactChange[];
}

/** One side of a comparison: an image, and its package list if there is one. */
export interface Side {
  image: Image;
  packages?: readonly InstalledPackage[];
}

/** Compares two images: base, recipe, size, tests and time until ready, the users' own tags, and each package. */
export function diffImages(from: Side, to: Side): ImageDiff {
  const missing = [from, to].filter(({ packages }) => packages === undefined).map(({ image }) => image.ami_id);
  return {
    facts: changes(factsOf(from.image), factsOf(to.image)),
    packages: {
      compared: missing.length === 0,
      missing: [...new Set(missing)],
      changes: changedPackages(
        from.packages && to.packages ? from.packages : [],
        from.packages && to.packages ? to.packages : [],
      ),
    },
    tags: changes(ownTags(from.image), ownTags(to.image)),
  };
}

function factsOf(image: Image): Record<string, string | undefined> {
  // Only tests without initialization: a rate belongs to a launch, not to the image.
  const tests = (image.tests ?? []).filter((test) => test.volume_initialization_rate === undefined);
  return {
    stack: image.stack,
    version: image.version,
    variant: image.variant,
    architecture: image.architecture,
    gpu: String(image.gpu),
    base: image.base_ami,
    base_os: image.base_os,
    base_source: image.base_source,
    recipe: image.recipe_digest,
    size: `${image.size_gb}GB`,
    deprecated: String(image.deprecated),
    vulnerabilities: image.package_scan && scanText(image.package_scan),
    ...Object.fromEntries(tests.map((test) => [`test on ${test.instance_type}`, test.verdict])),
    ...Object.fromEntries(
      tests.map((test) => [
        `ready on ${test.instance_type}`,
        test.seconds_to_ready === undefined ? undefined : `${test.seconds_to_ready}s`,
      ]),
    ),
  };
}

const ownTags = ({ tags }: Image): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith(prefix)));

function changes(from: Record<string, string | undefined>, to: Record<string, string | undefined>): FactChange[] {
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((fact) =>
    from[fact] === to[fact]
      ? []
      : [
          {
            fact,
            ...(from[fact] !== undefined && { from: from[fact] }),
            ...(to[fact] !== undefined && { to: to[fact] }),
          },
        ],
  );
}
