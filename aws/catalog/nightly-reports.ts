import type { NightReport } from '../../core/night-report';
import { writeItem } from './items';

/** Writes the report of a night, over one that a repeated step wrote. */
export async function putNightlyReport(report: NightReport): Promise<void> {
  await writeItem({ pk: `NIGHTLY#${report.night}`, sk: 'NIGHTLY', gsi1pk: 'NIGHTLY', gsi1sk: `${report.started_at}#${report.night}` }, report);
}
