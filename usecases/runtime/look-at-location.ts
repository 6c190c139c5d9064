import type { Location } from '../../core/model/location';
import { logger } from './step';

/**
 * What `look` sees in a place, or `nothing` in a member account that cannot be reached: it must not stop what is done
 * elsewhere.
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
    logger.warn('a member account could not be looked at', { ...location, error_name: (error as Error).name });
    return nothing;
  }
}
