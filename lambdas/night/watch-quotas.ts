import { nightInput } from '../../core/run/step-inputs';
import { checkImageQuotas } from '../../usecases/health/image-quotas';
import { logger, step } from '../../usecases/runtime/step';

/** Returns a line for each quota of a region that is used to 80 % or more. */
async function nearIn(region: string): Promise<string[]> {
  return (await checkImageQuotas(region))
    .filter(({ result }) => result !== 'ok')
    .map(({ seen, mend }) => `${region}: ${seen}: ${mend ?? ''}`);
}

/**
 * Reports the quotas of images that are nearly used up, by region: "Quotas are watched before they bite". A quota that
 * cannot be read is reported as unknown.
 */
export const handler = step(nightInput, async ({ regions }) => {
  const lines: string[] = [];
  const counts = { nearly_used_up: 0, unknown: 0 };
  for (const region of regions) {
    try {
      const near = await nearIn(region);
      counts.nearly_used_up += near.length;
      lines.push(...near);
    } catch (error) {
      logger.warn('quotas could not be read', { region, error_name: (error as Error).name });
      counts.unknown += 1;
      lines.push(`${region}: the quotas of images could not be read (${(error as Error).name})`);
    }
  }
  return { ...counts, lines };
});
