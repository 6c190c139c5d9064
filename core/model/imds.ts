import * as z from 'zod';

/** Whether an image specifies IMDSv2: `required`, or `optional`, which leaves it to the launch. */
export const imdsChoice = z
  .enum(['required', 'optional'])
  .describe('required: instances of the image require IMDSv2 unless their launch says otherwise; it cannot be undone');

export type ImdsChoice = z.infer<typeof imdsChoice>;
