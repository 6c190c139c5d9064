import { has } from '../../../kernel/facts';
import { AwsError, type World } from '../../../kernel/types';
import { arnOf, ownedContext } from '../state/authorize';
import { requireOwnImage } from '../state/own-image';
import type { Image } from '../state/model';
import type { Handler, Request } from '../state/simulation';

const day = 86_400_000;

/** Keeps an image from being deregistered; with a cooldown for a day longer than the protection. */
export const enableImageDeregistrationProtection: Handler = (request) => {
  const image = authorizedImage(request);
  return () => {
    image.protection = { cooldown: request.input.WithCooldown === true };
    return { Return: 'true' };
  };
};

/** Ends the protection: at once, or a day later when it has a cooldown. */
export const disableImageDeregistrationProtection: Handler = (request) => {
  const image = authorizedImage(request);
  return () => {
    if (image.protection?.cooldown && has(request.simulation.world, 'protection-has-a-cooldown'))
      image.protection.until ??= request.simulation.world.clock.now() + day;
    else image.protection = undefined;
    return { Return: 'true' };
  };
};

/** Returns whether an image may not be deregistered now, in EC2's words: `disabled` when it may. */
export function protectionOf({ clock }: World, { protection }: Image): string {
  if (!protection || (protection.until !== undefined && protection.until <= clock.now())) return 'disabled';
  return protection.cooldown ? 'enabled-with-cooldown' : 'enabled-without-cooldown';
}

/** Throws `OperationNotPermitted` while an image is protected or in its cooldown. */
export function requireUnprotected(world: World, image: Image): void {
  if (protectionOf(world, image) === 'disabled') return;
  throw new AwsError(
    'OperationNotPermitted',
    `The AMI ${image.id} cannot be deregistered: deregistration protection is enabled, or its cooldown has not ended.`,
  );
}

function authorizedImage(request: Request): Image {
  const image = requireOwnImage(request);
  request.call.authorize(`ec2:${request.call.action}`, arnOf(request, 'image', image.id), ownedContext(request, image));
  return image;
}
