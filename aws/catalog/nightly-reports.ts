import { writeItem } from './items';

/** Writes the report of a night (`2026-01-14`), over one that is there: a night may run twice. */
export async function putNightlyReport(date: string, report: Record<string, unknown>): Promise<void> {
  await writeItem({ pk: `NIGHTLY#${date}`, sk: 'NIGHTLY' }, { ...report, date });
}
