import { environment } from '../../aws/client/environment';
import { ensureLogGroup } from '../../aws/storage/log-groups';
import { commandLogIn } from '../../core/instance/command-log';
import { tagKeys } from '../../core/tags';

/**
 * The log group that a command of a region is to write to; undefined in a region that is not the deployment's. Stacks
 * make the one of the home region only, so that the others are made here, by whoever sends a command first: the role of
 * an instance may not make them.
 */
export async function preparedCommandLog(region: string): Promise<string | undefined> {
  const { logGroup, homeRegion, regions, logRetentionDays, deployment } = environment();
  if (!regions.includes(region)) return undefined;
  const name = commandLogIn(region, logGroup, homeRegion);
  if (region !== homeRegion)
    await ensureLogGroup(region, name, logRetentionDays, {
      [tagKeys.managed]: 'true',
      [tagKeys.deployment]: deployment,
    });
  return name;
}
