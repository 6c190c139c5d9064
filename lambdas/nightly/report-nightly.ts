import { putNightlyReport } from '../../aws/catalog/nightly-reports';
import { putEvent } from '../../aws/events';
import { SpawnError } from '../../core/errors';
import { reportInput } from '../../core/steps';
import { step } from '../step';

/** Stores the night's report and tells the bus. Throws NightlyIncomplete, naming what could not be looked at, after both. */
export const handler = step(reportInput, async ({ reconciled, health, error }, now) => {
  const failed = reconciled.filter((region) => region.error !== undefined).map(({ region }) => region);
  const report = { date: now.toISOString(), reconciled, health: health ?? null, failed_regions: failed, health_error: error?.Error ?? null };
  await putNightlyReport(now.toISOString().slice(0, 10), report);
  await putEvent('Nightly Report', report);
  if (failed.length > 0 || error) {
    const what = [...failed.map((region) => `the catalog of ${region}`), ...(error ? [`the health of the images (${error.Error})`] : [])];
    throw new SpawnError('NightlyIncomplete', `the night could not look at ${what.join(' and ')}; the log of the function tells why`, { failed_regions: failed });
  }
  return report;
});
