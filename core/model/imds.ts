import * as z from 'zod';

/** Whether an image specifies IMDSv2: `required`, or `optional`, which leaves it to the launch. */
export const imdsChoice = z.enum(['required', 'optional']);

export type ImdsChoice = z.infer<typeof imdsChoice>;
