import type { Channel } from './record';
import { SpawnError } from '../errors';
import type { Release } from '../release/group';

/** The result of a channel's parameter in one region. */
export interface ParameterOutcome {
  region: string;
  ami_id?: string;
  status: 'current' | 'written' | 'removed' | 'unconfirmed' | 'failed';
  /** The previous value. */
  was?: string;
  message?: string;
}

/**
 * Returns the name of a channel's parameter, the same in every region. Throws InvalidName for a stack or variant that
 * Systems Manager does not accept: letters, digits and `.-_` (PutParameter, Name).
 */
export function channelParameter(
  stage: string,
  { stack, variant, channel }: Pick<Channel, 'stack' | 'variant' | 'channel'>,
): string {
  for (const part of [stack, variant, channel]) {
    if (!/^[A-Za-z0-9_.-]{1,128}$/.test(part)) {
      throw new SpawnError(
        'InvalidName',
        `'${part}' is not allowed in the name of a parameter: use letters, digits, dots, hyphens and underscores in stack and variant (change them with spawn tag-ami).`,
        { name: part },
      );
    }
  }
  return `/spawn/${stage}/channels/${stack}/${variant}/${channel}`;
}

/**
 * Throws NotManaged for a parameter with the tag of another deployment, for example of the same stage with another home
 * region: both may have images in the same region, and their channels of the same name share the parameter.
 */
export function checkParameterOwner(name: string, region: string, owner: string | undefined, deployment: string): void {
  if (owner === undefined || owner === deployment) return;
  throw new SpawnError(
    'NotManaged',
    `the parameter ${name} of ${region} belongs to the deployment ${owner} and was not changed. Rename the channel, or delete the parameter if that deployment no longer exists.`,
    { parameter: name, region, deployment: owner },
  );
}

/**
 * Returns the image for a channel's parameter in each region with an available image. A deprecated image counts, a
 * revoked one does not.
 */
export function parameterValues(release: Release | undefined): Map<string, string> {
  const available = (release?.images ?? []).filter(
    ({ state, lifecycle }) => state === 'available' && lifecycle === 'published',
  );
  return new Map(available.map(({ region, ami_id }) => [region, ami_id]));
}
