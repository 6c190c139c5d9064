import type { Principal, World } from './types';

/** The account of a principal, which its ARN tells. */
export function accountOf({ arn }: Pick<Principal, 'arn'>): string {
  return arn.split(':')[4] ?? '';
}

/**
 * The world as another account has it: the same time and the same regions, but its events go to buses of its own, which
 * nobody hears.
 */
export function worldOf(world: World, account: string): World {
  return account === world.accountId
    ? world
    : Object.assign(Object.create(world) as World, { accountId: account, emit: () => undefined });
}

/** Who may do everything in an account, as the person at the keyboard may at home. */
export function administratorOf(account: string): Principal {
  return { arn: `arn:aws:iam::${account}:user/operator`, administrator: true, policies: [] };
}
