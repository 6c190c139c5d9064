import type { MachineFactory } from '../kernel/types';
import { baseDisk } from './base/families';
import { MachineDisk } from './os/disks';
import { SimulatedMachine } from './running';
import type { MachineOptions } from './process/system';

/**
 * Makes simulated machines. Options: `agentSeconds` (from boot to registered; by default what the agent of the
 * distribution takes) and `createTags` (what `aws ec2 create-tags` on a machine does; without it the command is not
 * found).
 */
export function createMachines(options: MachineOptions = {}): MachineFactory {
  return {
    machine: (disk, facts, host) => {
      if (!(disk instanceof MachineDisk))
        throw new TypeError('a machine needs a disk that baseDisk() or machine.disk() made');
      return new SimulatedMachine(disk, facts, host, options);
    },
    baseDisk,
  };
}
