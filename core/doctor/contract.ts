import * as z from 'zod';
import { checkNames, checkResults, type Finding } from './finding';

const finding = z.object({
  check: z.enum(checkNames),
  subject: z.string().describe('The resource checked: a role, a subnet, a region, a schedule'),
  result: z.enum(checkResults).describe('unknown: it could not be checked'),
  seen: z.string(),
  mend: z.string().optional().describe('How to fix it'),
}) satisfies z.ZodType<Finding>;

/** Query of `GET /v1/doctor`. */
export const doctorQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'not a cursor from an answer')
    .transform(Number)
    .optional()
    .describe('The cursor of an answer in which some roles are still to be checked'),
});

/** Answer of `GET /v1/doctor`: the worst result, and the finding of each check. */
export const doctorAnswer = z.object({
  result: z.enum(checkResults),
  examined_at: z.iso.datetime(),
  findings: z.array(finding),
  cursor: z
    .string()
    .optional()
    .describe('Send it as the cursor to check the remaining roles; absent when all are checked'),
});

export type DoctorAnswer = z.output<typeof doctorAnswer>;
