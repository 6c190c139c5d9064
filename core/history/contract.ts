import * as z from 'zod';
import { otherActions } from './record';
import { imageActions } from '../image/event';
import { cursor, limit, nextCursor } from '../lib/query-fields';

/** Query of `GET /v1/history`. */
export const historyQuery = z.strictObject({
  by: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Part of the ARN of the caller, such as the name of a user or role'),
  since: z.iso
    .datetime({ offset: true, error: 'not a time: write, for example, 2026-03-01T00:00:00Z' })
    .optional()
    .describe('Default: 30 days ago'),
  stack: z.string().min(1).optional(),
  limit: limit.optional(),
  cursor: cursor.optional(),
});

/** Answer of `GET /v1/history`, newest first. */
export const historyAnswer = z.object({
  events: z.array(
    z.object({
      time: z.iso.datetime(),
      action: z.enum([...imageActions, ...otherActions]),
      by: z.string().optional().describe('ARN of the caller; absent: the nightly run'),
      stack: z.string().optional(),
      region: z.string().optional(),
      ami_id: z.string().optional(),
      build_id: z.string().optional(),
      instance_ids: z.array(z.string()).optional(),
      detail: z.string().optional(),
    }),
  ),
  cursor: nextCursor,
});

export type HistoryAnswer = z.output<typeof historyAnswer>;
