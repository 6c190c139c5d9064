import { readItem, writeItem, type Key } from './items';

/** Writes the report of a night (`2026-01-14`), over one that is there: a night may run twice. */
export async function putNightlyReport(date: string, report: Record<string, unknown>): Promise<void> {
  await writeItem(keyOf(date), { ...report, date });
}

/** The report of a night; undefined when there is none. */
export function getNightlyReport(date: string): Promise<Record<string, unknown> | undefined> {
  return readItem<Record<string, unknown>>(keyOf(date));
}

function keyOf(date: string): Key {
  return { pk: `NIGHTLY#${date}`, sk: 'NIGHTLY' };
}
