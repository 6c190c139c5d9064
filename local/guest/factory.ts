import type { GuestFactory } from '../kernel/types';
import { baseDisk } from './base/families';
import { GuestDisk } from './os/disks';
import { SimulatedGuest } from './running';
import type { GuestOptions } from './process/system';

/**
 * Creates simulated guests. Options: `agentSeconds` (from boot to registered; by default what the agent of the
 * distribution takes) and `createTags` (what `aws ec2 create-tags` on a guest does; without it the command is not
 * found).
 */
export function createGuests(options: GuestOptions = {}): GuestFactory {
  return {
    guest: (disk, facts, host) => {
      if (!(disk instanceof GuestDisk))
        throw new TypeError('a guest needs a disk that baseDisk() or guest.disk() made');
      return new SimulatedGuest(disk, facts, host, options);
    },
    baseDisk,
  };
}
