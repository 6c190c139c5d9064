import { SpawnError } from '../errors';
import { groupBy } from '../lib/group';
import { vendorOwners } from '../model/base';
import type { Image } from '../model/image';

/** A criterion of Allowed AMIs in EC2's own form: an image must match a value of each list. */
export interface ImageCriterion {
  ImageProviders?: string[];
  ImageNames?: string[];
}

/** What the criteria ask of an image, in EC2 or launched from. */
export interface JudgedImage {
  name: string;
  owner_id: string;
  owner_alias?: string;
}

// EC2's limits (API reference, ReplaceImageCriteriaInAllowedImagesSettings and ImageCriterionRequest).
const mostCriteria = 10;
const mostNames = 50;
const mostProviders = 200;
const providerForm = /^(\d{12}|amazon|aws-marketplace|aws-backup-vault)$/;

/** Returns the published images of a deployment that can be launched, of some stacks or of all. */
export function publishedImages(images: readonly Image[], deployment: string, stacks?: readonly string[]): Image[] {
  return images.filter(
    (image) =>
      image.account === undefined &&
      image.deployment === deployment &&
      image.lifecycle === 'published' &&
      image.state === 'available' &&
      (stacks === undefined || stacks.includes(image.stack ?? '')),
  );
}

/**
 * Returns the patterns of the names of images: `pytorch-*` for what builds name by their stack, and every other name as
 * it is. Each is in the list once.
 */
export function namePatterns(images: readonly Pick<Image, 'name' | 'stack'>[]): string[] {
  const stacks = [...groupBy(images, ({ stack }) => stack)].flatMap(([stack, those]) =>
    stack !== undefined && those.some(({ name }) => name.startsWith(`${stack}-`)) ? `${stack}-` : [],
  );
  const others = images.map(({ name }) => name).filter((name) => !stacks.some((start) => name.startsWith(start)));
  return [...stacks.map((start) => `${start}*`), ...new Set(others)].sort();
}

/**
 * Returns criteria that accept published images of an account by their names and, with `vendors`, whatever the vendors
 * of bases publish. Without either they accept no image of another account. Throws LimitExceeded for more names than
 * EC2 takes.
 */
export function criteriaOf({
  account,
  images,
  vendors,
}: {
  account: string;
  images: readonly Pick<Image, 'name' | 'stack'>[];
  vendors: readonly string[];
}): ImageCriterion[] {
  const names = namePatterns(images);
  const criteria = [
    ...pieces(names, mostNames).map((some) => ({ ImageProviders: [account], ImageNames: some })),
    ...pieces(vendors, mostProviders).map((some) => ({ ImageProviders: some })),
  ];
  if (criteria.length > mostCriteria)
    throw new SpawnError(
      'LimitExceeded',
      `the published images have ${names.length} names and patterns, and EC2 takes ${mostCriteria} criteria of ${mostNames} names: name stacks with --stack, or let their images be named by their stack.`,
      { names: names.length },
    );
  return criteria.length > 0 ? criteria : [{ ImageProviders: ['none'] }];
}

/** Returns the vendors of bases in the form of EC2's criteria: Amazon, Canonical, Debian and those of the settings. */
export function vendorProviders(baseOwners: readonly string[]): string[] {
  return [...new Set(vendorOwners(baseOwners))].filter((owner) => providerForm.test(owner));
}

/** Returns whether EC2 would accept an image under criteria that `criteriaOf` returned: own images always. */
export function isAllowed(image: JudgedImage, criteria: readonly ImageCriterion[], account: string): boolean {
  if (image.owner_id === account) return true;
  return criteria.some(
    ({ ImageProviders = [], ImageNames }) =>
      ImageProviders.some((provider) => provider === image.owner_id || provider === image.owner_alias) &&
      (ImageNames === undefined || ImageNames.some((pattern) => matches(image.name, pattern))),
  );
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function pieces<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_unused, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
