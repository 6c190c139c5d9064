import { getNight, putNight, releaseNightLock } from '../../aws/catalog/nights';
import { putEvent } from '../../aws/flow/events';
import { publishReport } from '../../aws/flow/topics';
import { SpawnError } from '../../core/errors';
import { nightReport } from '../../core/night/report';
import { reportInput } from '../../core/run/step-inputs';
import { step } from '../../usecases/runtime/step';

/**
 * Creates the report of the nightly run, publishes it and stores it last: the run is complete only when everything that
 * can fail is done. Then releases the lock. Throws NightlyIncomplete at the end, with the names of the failed steps.
 */
export const handler = step(reportInput, async ({ execution_arn, ...input }, now) => {
  const report = nightReport(input, now);
  const { night, date, status, failed } = report;
  const known = await getNight(night);
  await putEvent('Nightly Report', { night, date, status, failed, text: report.text.slice(0, 50_000) });
  await publishReport(`spawn: nightly run of ${date} ${status}`, report.text);
  await putNight({
    execution_arn,
    requested_by: 'schedule',
    ...known,
    ...report,
    started_at: known?.started_at ?? report.started_at,
  });
  await releaseNightLock(night);
  if (failed.length > 0) {
    const what = failed.map(
      ({ step: name, region, error }) => `${name}${region === undefined ? '' : ` in ${region}`} (${error})`,
    );
    throw new SpawnError(
      'NightlyIncomplete',
      `steps of the nightly run failed: ${what.join(', ')}. Read the logs of their functions.`,
      { night },
    );
  }
  return { night, date, status };
});
