import { wildcard } from './filters';
import type { AllowedImages, Image, ImageCriterion, ImageState } from './model';
import type { Region, Simulation } from './simulation';

const day = 86_400_000;

/** Returns whether the account neither owns the image nor may launch it: it is told nothing about such an image. */
export function imageIsHiddenFrom({ world }: Simulation, image: Image): boolean {
  return (
    image.ownerId !== world.accountId &&
    !isPublic(image) &&
    !image.permissions.some((to) => 'UserId' in to && to.UserId === world.accountId)
  );
}

/**
 * Returns the state in which lists and launches take an image: one that was disabled or enabled a moment ago is as it
 * was before.
 */
export function stateShown({ world }: Simulation, { state, shown }: Image): ImageState {
  return shown && shown.until > world.clock.now() && state !== 'deregistered' ? shown.state : state;
}

/** Returns whether everybody may launch an image: its launch permissions name the group `all`. */
export function isPublic(image: Image): boolean {
  return image.permissions.some((to) => 'Group' in to && to.Group === 'all');
}

/**
 * Returns whether an image is hidden as deprecated. An owner sees its deprecated images always, others only when they
 * ask.
 */
export function isDeprecated({ world }: Simulation, image: Image): boolean {
  return image.deprecateAt !== undefined && image.deprecateAt <= world.clock.now();
}

/** Returns Allowed AMIs of the account in a region: as an organization's policy or the account sets it. */
export function allowedImagesOf({ world, options }: Simulation, region: Region): AllowedImages {
  return (
    options.allowedImagesPolicy ?? region.allowedImages.get(world.accountId) ?? { state: 'disabled', criteria: [] }
  );
}

/**
 * Returns whether an image meets the criteria of Allowed AMIs; the account's own images always do. Undefined while the
 * setting is disabled.
 */
export function imageAllowed(simulation: Simulation, region: Region, image: Image): boolean | undefined {
  const { state, criteria } = allowedImagesOf(simulation, region);
  if (state === 'disabled') return undefined;
  return image.ownerId === simulation.world.accountId || criteria.some((each) => meets(simulation, image, each));
}

/** Returns whether Allowed AMIs hides an image from every call: it is enabled, and the image meets no criterion. */
export function isDisallowed(simulation: Simulation, region: Region, image: Image): boolean {
  return allowedImagesOf(simulation, region).state === 'enabled' && imageAllowed(simulation, region, image) === false;
}

function meets({ world }: Simulation, image: Image, criterion: ImageCriterion): boolean {
  const now = world.clock.now();
  const { ImageProviders, ImageNames, MarketplaceProductCodes, CreationDateCondition, DeprecationTimeCondition } =
    criterion;
  // No image here has a product code. The alias of EC2 is that of the image; other verified providers are not known.
  if (MarketplaceProductCodes) return false;
  if (ImageProviders && !ImageProviders.some((each) => each === image.ownerAlias || each === image.ownerId))
    return false;
  if (ImageNames && !ImageNames.some((pattern) => wildcard(pattern).test(image.name))) return false;
  const { MaximumDaysSinceCreated: age = Infinity } = CreationDateCondition ?? {};
  if (now - Date.parse(image.creationDate) > age * day) return false;
  const { MaximumDaysSinceDeprecated: late = Infinity } = DeprecationTimeCondition ?? {};
  return image.deprecateAt === undefined || now - image.deprecateAt <= late * day;
}
