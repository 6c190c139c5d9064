import type { Location } from '../../core/model/location';
import { logger } from './step';

/**
 * Returns what `look` finds in a location, or `nothing` for a member account that cannot be reached, so that work
 * elsewhere continues.
 */
export async function lookAtLocation<Seen, Nothing = Seen>(
  location: Location,
  look: () => Promise<Seen>,
  nothing: Nothing,
): Promise<Seen | Nothing> {
  try {
    return await look();
  } catch (error) {
    if (typeof location === 'string') throw error;
    logger.warn('a member account could not be read', { ...location, error_name: (error as Error).name });
    return nothing;
  }
}
