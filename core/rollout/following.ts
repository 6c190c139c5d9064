import * as z from 'zod';
import type { FollowingTemplate } from '../stack/policy';
import { region } from '../lib/query-fields';

const group = z.string().min(1, 'it is empty').max(255, 'it has more than 255 characters');

/** A launch template that follows a channel, in the policy of a stack. */
export const followingTemplate = z.strictObject({
  channel: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'not a channel: write, for example, stable'),
  variant: z.string().min(1, 'it is empty').max(128, 'it has more than 128 characters'),
  region,
  template: z
    .string()
    .regex(/^[a-zA-Z0-9().\-/_]{3,128}$/, 'not the id or name of a launch template: write, for example, lt-0abc or web')
    .describe('Id or name of the launch template'),
  groups: z
    .array(group)
    .min(1)
    .max(20)
    .optional()
    .describe('Auto Scaling groups whose instances are replaced after each change'),
  minimum_healthy_percentage: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe('Percentage of a group that stays healthy meanwhile. Default: that of Auto Scaling, 90'),
  roll_back_channel: z
    .boolean()
    .optional()
    .describe('Whether a failed rollout also points the channel back. Default: false'),
});

/** The launch templates of a policy: each one follows one channel. */
export const followingTemplates = z
  .array(followingTemplate)
  .min(1)
  .max(50)
  .superRefine((templates, context) => {
    const seen = new Set<string>();
    templates.forEach(({ region: where, template }, index) => {
      const key = `${where}/${template}`;
      if (seen.has(key))
        context.addIssue({
          code: 'custom',
          path: [index, 'template'],
          message: `${template} of ${where} is named twice, and a template follows one channel`,
        });
      seen.add(key);
    });
  });

/** Returns the templates of a policy that follow a channel, in the order of their changes: the home region first. */
export function followersOf(
  templates: readonly FollowingTemplate[] | undefined,
  { channel, variant }: { channel: string; variant: string },
  homeRegion: string,
): FollowingTemplate[] {
  const own = (templates ?? []).filter((each) => each.channel === channel && each.variant === variant);
  return [
    ...own.filter(({ region: where }) => where === homeRegion),
    ...own.filter((each) => each.region !== homeRegion),
  ];
}
