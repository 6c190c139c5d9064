import { AwsError } from '../../../kernel/types';
import { arnOf, ownedContext } from '../state/authorize';
import { requireOwnImage } from '../state/own-image';
import { has } from '../../../kernel/facts';
import { invalidValue, missingParameter } from '../state/faults';
import { announce } from './lifecycle';
import { isPublic } from '../state/image-visibility';
import { draw } from '../state/latencies';
import type { Image, ImageState } from '../state/model';
import type { Handler, Request } from '../state/simulation';

const minute = 60_000;
const year = 365.25 * 24 * 60 * minute;

/**
 * Sets the time from which the image counts as deprecated: not in the past, at most ten years ahead (a public image:
 * two from its creation); rounded to the minute.
 */
export const enableImageDeprecation: Handler = (request) => {
  const { input, simulation } = request;
  const image = authorizedImage(request);
  if (!(input.DeprecateAt instanceof Date)) throw missingParameter('DeprecateAt');
  const now = simulation.world.clock.now();
  const unit = has(simulation.world, 'deprecation-time-is-in-minutes') ? minute : 1;
  const at = Math.round(input.DeprecateAt.getTime() / unit) * unit;
  const latest = isPublic(image) ? Date.parse(image.creationDate) + 2 * year : now + 10 * year;
  const isLimited = has(simulation.world, 'deprecation-time-limits');
  if (input.DeprecateAt.getTime() < now && isLimited)
    throw invalidValue(`The DeprecateAt date must be in the future: ${input.DeprecateAt.toISOString()}`);
  if (at > latest && isLimited)
    throw invalidValue(
      `The DeprecateAt date ${input.DeprecateAt.toISOString()} is later than ${new Date(latest).toISOString()}, the latest for this AMI.`,
    );
  return () => {
    image.deprecateAt = at;
    return { Return: true };
  };
};

export const disableImageDeprecation: Handler = (request) => {
  const image = authorizedImage(request);
  return () => {
    image.deprecateAt = undefined;
    return { Return: true };
  };
};

/** Makes an image unusable and takes all its launch permissions away for good. */
export const disableImage: Handler = (request) => {
  const image = authorizedImage(request);
  requireState(image, ['available', 'failed', 'disabled']);
  return () => {
    if (has(request.simulation.world, 'disable-removes-permissions')) image.permissions = [];
    settle(request, image, 'disabled');
    announce(request, image);
    return { Return: true };
  };
};

/** Makes a disabled image usable again; its launch permissions do not come back. */
export const enableImage: Handler = (request) => {
  const image = authorizedImage(request);
  requireState(image, ['disabled']);
  return () => {
    settle(request, image, 'available');
    announce(request, image);
    return { Return: true };
  };
};

/** The permissions go at once; that the state is another one is seen a little later. */
function settle({ simulation: { world, latencies } }: Request, image: Image, state: ImageState): void {
  if (image.state === state) return;
  image.shown = { state: image.state, until: world.clock.now() + draw(world.random, latencies.availability) };
  image.state = state;
}

function authorizedImage(request: Request): Image {
  const image = requireOwnImage(request);
  request.call.authorize(`ec2:${request.call.action}`, arnOf(request, 'image', image.id), ownedContext(request, image));
  return image;
}

function requireState(image: Image, allowed: readonly string[]): void {
  if (!allowed.includes(image.state))
    throw new AwsError(
      'IncorrectState',
      `The image '${image.id}' is in state '${image.state}'; it must be ${allowed.join(' or ')}.`,
    );
}
