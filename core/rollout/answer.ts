import * as z from 'zod';
import type { TemplatePlan } from './plan';

/** The rollout of a change of a channel to the launch templates that follow it. */
export const rolloutAnswer = z.object({
  operation_id: z
    .string()
    .optional()
    .describe('The rollout that makes the changes; absent in a dry run or without one'),
  templates: z.array(
    z.object({
      region: z.string(),
      template: z.string().describe('Id or name, as in the policy'),
      changes: z.boolean().describe('False when its default version launches the image already, or cannot follow'),
      from_version: z.int().optional().describe('The default version that the new one is made from'),
      from_image: z.string().optional(),
      ami_id: z.string().optional(),
      groups: z.array(z.string()).describe('Auto Scaling groups that are refreshed'),
      obstacles: z.array(z.string()).describe('Why it cannot follow'),
    }),
  ),
});

export type RolloutAnswer = z.output<typeof rolloutAnswer>;

/** Returns how the API shows a rollout; undefined when no template follows the channel. */
export function answerOfRollout(plans: readonly TemplatePlan[], operation_id?: string): RolloutAnswer | undefined {
  if (plans.length === 0) return undefined;
  return {
    ...(operation_id !== undefined && { operation_id }),
    templates: plans.map(({ follower, change, obstacles }) => ({
      region: follower.region,
      template: follower.template,
      changes: change !== undefined,
      ...(change && { from_version: change.from_version, from_image: change.from_image, ami_id: change.ami_id }),
      groups: change?.groups.map(({ name }) => name) ?? [],
      obstacles,
    })),
  };
}
