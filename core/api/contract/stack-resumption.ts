import * as z from 'zod';

/** `POST /v1/stacks/{stack}/resume`: the night may rebuild the stack again. */
export const resumeStackRequest = z.strictObject({});

/** What it answers. */
export const resumeStackAnswer = z.object({
  stack: z.string(),
  resumed: z.array(z.string()).describe('Variants whose rebuilds had failed'),
});

export type ResumeStackAnswer = z.output<typeof resumeStackAnswer>;
