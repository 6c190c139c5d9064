import * as z from 'zod';
import type { NightCosts } from '../../cost/history';

const count = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,4})?$/, 'not a positive number')
  .transform(Number);

/** Query of `GET /v1/costs`. */
export const costQuery = z.strictObject({
  stack: z.string().min(1).optional(),
  ami: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  minutes_saved: count.optional(),
  hourly_value: count.optional(),
});

const measure = {
  gib: z.number(),
  measured: z.boolean().describe('Whether EC2 measured all snapshots; otherwise sizes of volumes are used'),
  usd: z.number().optional().describe('Absent: the region is unpriced'),
};
const line = z.object({
  ami_id: z.string(),
  region: z.string(),
  name: z.string(),
  stack: z.string().optional(),
  version: z.string().optional(),
  deprecated: z.boolean(),
  ...measure,
});
const sum = z.object({
  images: z.int(),
  gib: z.number(),
  usd: z.number(),
  unpriced: z.int(),
  measured: measure.measured,
});

/**
 * Answer of `GET /v1/costs`: US dollars a month, the most expensive image first, and the number of launches a month
 * from which the images pay for themselves.
 */
export const costAnswer = z.object({
  images: z.array(line),
  by_stack: z.record(z.string(), sum),
  by_region: z.record(z.string(), sum),
  total: sum,
  prices_of: z.string().describe('Date of the price table'),
  break_even: z.object({
    minutes_saved: z.number(),
    minutes_measured: z.boolean().describe('Whether the time to install was measured by a build'),
    hourly_value_usd: z.number(),
    value_per_launch_usd: z.number(),
    launches_per_month: z.number().nullable().describe('Null: a launch saves nothing'),
  }),
});

/** Query of `GET /v1/costs/history`. */
export const costHistoryQuery = z.strictObject({
  days: z
    .string()
    .regex(/^([1-9]\d?|[1-3]\d\d|400)$/, 'not a number of days from 1 to 400')
    .transform(Number)
    .optional()
    .describe('The last days, today included. Default: 90'),
});

/** Answer of `GET /v1/costs/history`: what each night measured, the oldest first; a day without a night is absent. */
export const costHistoryAnswer = z.object({
  nights: z.array(
    z.object({
      date: z.string().describe('Day in UTC'),
      measured_at: z.iso.datetime(),
      total: sum,
      by_stack: z.record(z.string(), sum).describe('The 100 most expensive stacks'),
      by_region: z.record(z.string(), sum),
      other_stacks: sum.optional().describe('All other stacks'),
    }),
  ),
}) satisfies z.ZodType<{ nights: NightCosts[] }>;

export type CostHistoryAnswer = z.output<typeof costHistoryAnswer>;
export type CostAnswer = z.output<typeof costAnswer>;
