import { putNightlyReport } from '../../aws/catalog/nightly-reports';
import { putEvent } from '../../aws/events';
import { SpawnError } from '../../core/errors';
import { nightReport } from '../../core/night-report';
import { reportInput } from '../../core/steps';
import { step } from '../step';

/** Puts the night's report together, stores it and tells the bus. Throws NightlyIncomplete, naming what failed, after that. */
export const handler = step(reportInput, async (night, now) => {
  const report = nightReport(night, now);
  await putNightlyReport(report);
  const { night: id, date, status, steps, failed } = report;
  await putEvent('Nightly Report', { night: id, date, status, steps, failed });
  if (failed.length > 0) {
    const what = failed.map(({ step: name, region, error }) => `${name}${region === undefined ? '' : ` in ${region}`} (${error})`);
    throw new SpawnError('NightlyIncomplete', `the night went on without ${what.join(', ')}; the logs of those functions tell why`, { night: id });
  }
  return { night: id, date, status };
});
