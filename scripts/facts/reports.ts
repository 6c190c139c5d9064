import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { reportSchema, type Report } from '../accept/report/form';

/** What an account has answered to a fact: the newest answer, and the file of its report. */
export interface Settled {
  verdict: 'confirmed' | 'refuted';
  on: string;
  evidence: string;
  file: string;
}

/** A committed report by its path in the project. */
export type Filed = [file: string, report: Report];

/** Reads the reports of acceptance runs in a folder of the project. Throws for a file that is no report. */
export function readReports(project: string, folder = 'reports'): Filed[] {
  const path = join(project, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => [`${folder}/${name}`, reportSchema.parse(JSON.parse(readFileSync(join(path, name), 'utf8')))]);
}

/** Returns the newest answer of AWS to each fact. What anything but AWS has answered does not count. */
export function settledBy(reports: readonly Filed[]): ReadonlyMap<string, Settled> {
  const settled = new Map<string, Settled>();
  const ofAws = reports.filter(([, { against }]) => against === 'AWS');
  for (const [file, { at, facts }] of ofAws.sort(([, a], [, b]) => (a.at < b.at ? -1 : 1)))
    for (const { id, verdict, evidence } of facts)
      if (verdict !== 'not asked') settled.set(id, { verdict, on: at.slice(0, 10), evidence, file });
  return settled;
}
