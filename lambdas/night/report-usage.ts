import { allAccountUsage, putAccountUsage } from '../../aws/catalog/account-usage';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { readyReports, reportEntries, requestUsageReport } from '../../aws/reference/usage-reports';
import { isShared, nextForReport, type AccountUsage } from '../../core/reference/account-usage';
import { nightInput } from '../../core/run/step-inputs';
import { reportOwners } from '../../usecases/reference/report-owners';
import { step } from '../../usecases/runtime/step';

/**
 * Stores EC2's reports of the accounts that use our shared images, and requests new reports when they are too old.
 * Reports by owner what uses images that should not be used.
 */
export const handler = step(nightInput, async ({ regions }, now) => {
  const counts = { asked: 0, read: 0 };
  for (const region of regions) {
    const shared = (await allImages(region)).filter(
      (image) => isShared(image) && image.state === 'available' && image.deployment === environment().deployment,
    );
    if (shared.length === 0) continue;
    const known = new Map((await allAccountUsage(region)).map((usage) => [usage.ami_id, usage]));
    const pending = shared.flatMap(({ ami_id }) =>
      nextForReport(known.get(ami_id), now) === 'look' ? [known.get(ami_id)?.report_id ?? ''] : [],
    );
    const ready = await readyReports(region, pending);
    for (const { ami_id } of shared) {
      const usage: AccountUsage = known.get(ami_id) ?? { ami_id, region, accounts: [] };
      const made = usage.report_id && ready.get(usage.report_id);
      if (usage.report_id && made) {
        const { report_id: _report, requested_at: _requested, ...rest } = usage;
        await putAccountUsage({ ...rest, reported_at: made, accounts: await reportEntries(region, usage.report_id) });
        counts.read += 1;
      } else if (nextForReport(known.get(ami_id), now) === 'ask') {
        const report_id = await requestUsageReport(region, ami_id, `${ami_id}-${now.toISOString().slice(0, 10)}`);
        await putAccountUsage({ ...usage, report_id, requested_at: now.toISOString() });
        counts.asked += 1;
      }
    }
  }
  return { ...counts, ...(await reportOwners()) };
});
