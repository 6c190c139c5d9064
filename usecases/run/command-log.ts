import { environment } from '../../aws/client/environment';
import { messageOf } from '../../aws/client/errors';
import { ensureLogGroup } from '../../aws/storage/log-groups';
import { commandLogIn } from '../../core/instance/command-log';
import { tagKeys } from '../../core/tags';
import { logger } from '../runtime/step';

/**
 * Returns the log group that a command in a region writes to. The stacks create the group of the home region only; the
 * others are created here by the first command, since the role of an instance may not. Returns undefined in a region
 * that is not the deployment's, and where the group cannot be created: a command without a live log still runs, and S3
 * has its output.
 */
export async function preparedCommandLog(region: string): Promise<string | undefined> {
  const { logGroup, homeRegion, regions, logRetentionDays, deployment } = environment();
  if (!regions.includes(region)) return undefined;
  const name = commandLogIn(region, logGroup, homeRegion);
  if (region === homeRegion) return name;
  try {
    const tags = { [tagKeys.managed]: 'true', [tagKeys.deployment]: deployment };
    await ensureLogGroup(region, name, logRetentionDays, tags);
    return name;
  } catch (error) {
    logger.warn('a command runs without a live log', { region, name, reason: messageOf(error) });
    return undefined;
  }
}
