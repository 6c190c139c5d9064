import type { Principal, World } from './types';

/** Returns the account of a principal, from its ARN. */
export function accountOf({ arn }: Pick<Principal, 'arn'>): string {
  return arn.split(':')[4] ?? '';
}

/** Returns the world of another account: with the same time and regions, but its events are dropped. */
export function worldOf(world: World, account: string): World {
  return account === world.accountId
    ? world
    : Object.assign(Object.create(world) as World, { accountId: account, emit: () => undefined });
}

/** Returns a principal with all permissions in an account, like the operator in the home account. */
export function administratorOf(account: string): Principal {
  return { arn: `arn:aws:iam::${account}:user/operator`, administrator: true, policies: [] };
}
