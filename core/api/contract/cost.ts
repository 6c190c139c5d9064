import * as z from 'zod';

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

export type CostAnswer = z.output<typeof costAnswer>;
