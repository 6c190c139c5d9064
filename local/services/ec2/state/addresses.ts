import type { Random } from '../../../kernel/types';
import type { Subnet } from './network';

/** Returns an address out of a range that Amazon holds; not unique, since nothing is ever sent to it. */
export function publicAddress(random: Random): string {
  const part = (): number => 1 + Math.floor(random() * 254);
  return `3.${part()}.${part()}.${part()}`;
}

/** Returns the next free address of a subnet; AWS keeps the first four for itself. */
export function privateAddress(subnet: Subnet): string {
  const [network = '0.0.0.0'] = subnet.cidr.split('/');
  const base = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  subnet.addressesGiven += 1;
  const address = base + 3 + subnet.addressesGiven;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/** Addresses of a subnet that are not given out, without the five that AWS keeps. */
export function freeAddresses(subnet: Subnet): number {
  return 2 ** (32 - Number(subnet.cidr.split('/')[1] ?? 24)) - 5 - subnet.addressesGiven;
}
