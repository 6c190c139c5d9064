import type { Image, ImageState } from './model';
import type { Simulation } from './simulation';

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
