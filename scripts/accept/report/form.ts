import * as z from 'zod';
import { verdicts } from '../question/form';

const verdict = z.enum(verdicts);

/** A fact of the ledger: what AWS answered. On anything but AWS it is not asked, and `rehearsal` has the answer there. */
const fact = z.strictObject({
  id: z.string(),
  verdict,
  evidence: z.string(),
  rehearsal: verdict.optional(),
});

/** A step of the run: what it did, and how long it took. */
const step = z.strictObject({
  name: z.string(),
  outcome: z.enum(['done', 'failed', 'interrupted', 'not run']),
  seconds: z.number(),
  detail: z.string(),
});

/** The report of a run. It has nothing of the account: no ids, ARNs, numbers of accounts or addresses. */
export const reportSchema = z.strictObject({
  version: z.literal(1),
  at: z.iso.datetime(),
  against: z.enum(['AWS', 'local mode', 'another endpoint']),
  project: z.string().describe('Version of the project'),
  region: z.string(),
  copy_region: z.string(),
  facts: z.array(fact),
  steps: z.array(step),
  seconds: z.number(),
  dollars: z.strictObject({
    estimated: z.number().describe('Said beforehand'),
    builds: z.number().describe('By the time of the builds and the prices of their types'),
  }),
  left: z.array(z.strictObject({ kind: z.string(), region: z.string() })).describe('What could not be removed'),
});

export type Report = z.output<typeof reportSchema>;
export type ReportedFact = z.output<typeof fact>;
export type ReportedStep = z.output<typeof step>;
