import * as z from 'zod';
import type { Night } from '../../night/record';

/** Body of `POST /v1/nightly`, which has no options. */
export const startNightlyRequest = z.strictObject({});

/** Query of `GET /v1/nightly`. */
export const listNightsQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'not a number from 1 to 100')
    .transform(Number)
    .optional(),
  cursor: z.string().max(4096).optional(),
});

const failedStep = z.object({
  step: z.string(),
  region: z.string().optional(),
  error: z.string(),
  message: z.string(),
});
const stepResult = z.looseObject({ lines: z.array(z.string()).optional() });

/** A nightly run: running, or with the results of its steps. */
export const nightAnswer = z.object({
  night: z.string(),
  date: z.string().describe('The day in UTC on which it began'),
  status: z
    .enum(['running', 'complete', 'incomplete', 'failed'])
    .describe('incomplete: some steps failed, the others succeeded'),
  started_at: z.iso.datetime(),
  execution_arn: z.string(),
  requested_by: z.string().describe('ARN of the caller, or `schedule`'),
  ended_at: z.iso.datetime().optional(),
  steps: z.record(z.string(), z.union([stepResult, z.array(stepResult)])).optional(),
  failed: z.array(failedStep).optional(),
  text: z.string().optional().describe('The report for people'),
  reused: z.boolean().optional().describe('Set when a nightly run was already running'),
}) satisfies z.ZodType<Night>;

export const nightsAnswer = z.object({
  nights: z.array(nightAnswer),
  cursor: z.string().optional().describe('Send it as the cursor to read the next page; absent on the last page'),
});

export type NightAnswer = z.output<typeof nightAnswer>;
