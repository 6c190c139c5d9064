import type { Local } from './simulation';

const GRACE = 60_000;

/** Returns everything that AWS would bill in the simulated account, as `REGION ID`. */
export function billed(local: Local): string[] {
  return local.ec2
    .holdings()
    .flatMap(({ region, instances, volumes, images, snapshots }) =>
      [...instances, ...volumes, ...images, ...snapshots].map((id) => `${region} ${id}`),
    );
}

/**
 * Returns what exists now and did not exist before. Waits up to one simulated minute, since instances take seconds to
 * end.
 */
export async function leftovers(local: Local, before: readonly string[]): Promise<string[]> {
  const left = (): string[] => billed(local).filter((id) => !before.includes(id));
  const until = local.clock.now() + GRACE;
  while (left().length > 0 && local.clock.now() < until) await local.clock.sleep(1000);
  return left();
}
