import type { MachineFactory } from '../types';
import { baseDisk } from './bases/families';
import { MachineDisk } from './disks';
import { SimulatedMachine } from './machine';
import type { MachineOptions } from './system';

/**
 * Makes simulated machines. Options: `agentSeconds` (from boot to registered, by default 20 to 30 simulated seconds)
 * and `createTags` (what `aws ec2 create-tags` on a machine does; without it the command is not found).
 */
export function createMachines(options: Partial<MachineOptions> = {}): MachineFactory {
  const complete: MachineOptions = { agentSeconds: [20, 30], ...options };
  return {
    machine: (disk, facts, host) => {
      if (!(disk instanceof MachineDisk)) throw new TypeError('a machine needs a disk that baseDisk() or machine.disk() made');
      return new SimulatedMachine(disk, facts, host, complete);
    },
    baseDisk,
  };
}
