import * as z from 'zod';
import { checkNames, checkResults, type Finding } from './finding';

const finding = z.object({
  check: z.enum(checkNames),
  subject: z.string().describe('What was looked at: a role, a subnet, a region, a schedule'),
  result: z.enum(checkResults).describe('unknown: it could not be looked at'),
  seen: z.string(),
  mend: z.string().optional().describe('What to do about it'),
}) satisfies z.ZodType<Finding>;

/** Query of `GET /v1/doctor`. */
export const doctorQuery = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'not a cursor of an answer')
    .transform(Number)
    .optional()
    .describe('Of an answer that had no time for all roles'),
});

/** What `GET /v1/doctor` answers: the worst result, and what each check saw. */
export const doctorAnswer = z.object({
  result: z.enum(checkResults),
  examined_at: z.iso.datetime(),
  findings: z.array(finding),
  cursor: z.string().optional().describe('Give it back to have the rest of the roles examined; absent when all are'),
});

export type DoctorAnswer = z.output<typeof doctorAnswer>;
