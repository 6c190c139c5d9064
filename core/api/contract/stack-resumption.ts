import * as z from 'zod';

/** Body of `POST /v1/stacks/{stack}/resume`: lets the nightly run rebuild the stack again. */
export const resumeStackRequest = z.strictObject({});

/** Answer of `POST /v1/stacks/{stack}/resume`. */
export const resumeStackAnswer = z.object({
  stack: z.string(),
  resumed: z.array(z.string()).describe('Variants whose rebuilds had failed'),
});

export type ResumeStackAnswer = z.output<typeof resumeStackAnswer>;
