import * as z from 'zod';
import { notificationKinds } from './kinds';

/** Body of `POST /v1/notifications/test`. */
export const testNotificationsRequest = z.strictObject({
  targets: z
    .array(z.string().min(1).max(64))
    .min(1)
    .max(20)
    .optional()
    .describe('Names of targets in the settings. Default: all'),
});

/** Answer of `POST /v1/notifications/test`: the targets that the event was addressed to. */
export const testNotificationsAnswer = z.object({
  targets: z.array(
    z.object({
      name: z.string(),
      to: z.string().describe('ARN of a topic, host of an address, or name of the secret that has the address'),
      events: z.array(z.enum(notificationKinds)),
      stacks: z.array(z.string()).optional().describe('Absent: all stacks'),
    }),
  ),
});

export type TestNotificationsAnswer = z.output<typeof testNotificationsAnswer>;
