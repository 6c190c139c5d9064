import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema, type Report } from './form';
import { renderReport } from './markdown';

/** Writes a report as JSON and Markdown into a folder. Returns the path of the Markdown. */
export function writeReport(folder: string, report: Report): string {
  mkdirSync(folder, { recursive: true });
  const base = join(folder, `accept-${report.at.slice(0, 16).replace(':', '')}`);
  writeFileSync(`${base}.json`, `${JSON.stringify(reportSchema.parse(report), null, 2)}\n`);
  writeFileSync(`${base}.md`, renderReport(report));
  return `${base}.md`;
}
