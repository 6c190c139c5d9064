import * as z from 'zod';
import { channelActions } from '../../channel/record';
import { untested } from '../../lib/query-fields';
import { rolloutAnswer } from '../../rollout/answer';

const channel = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'not a channel: write lower-case letters, digits and hyphens, such as stable');
const dryRun = z.boolean().optional().describe('Show what would change, and change nothing');
const reason = z.string().min(1, 'it is empty').max(500, 'it has more than 500 characters');

/** Body of `POST /v1/images/{id}/promotions`: points a channel to the image’s release. */
export const promoteImageRequest = z.strictObject({
  channel,
  reason: reason.optional(),
  untested: untested.optional(),
  dry_run: dryRun,
});

/** Body of `POST /v1/channels/{channel}/rollback`: points a channel to its previous release. */
export const rollBackChannelRequest = z.strictObject({
  stack: z.string().min(1).optional().describe('Required when several stacks have a channel of that name'),
  variant: z.string().min(1).optional().describe('Required when several variants have it'),
  reason: reason.optional(),
  dry_run: dryRun,
});

/** Query of `GET /v1/channels`. */
export const listChannelsQuery = z.strictObject({
  stack: z.string().min(1).optional(),
  channel: z.string().min(1).optional(),
});

/** Query of `GET /v1/channels/{stack}/{channel}/history`. */
export const channelHistoryQuery = z.strictObject({ variant: z.string().min(1).optional() });

/** A channel: its release, and the change that set it. */
export const channelAnswer = z.object({
  stack: z.string(),
  variant: z.string(),
  channel: z.string(),
  release: z.string().describe('Id of the original image of the release'),
  version: z.string().optional(),
  image_name: z.string(),
  action: z.enum(channelActions),
  at: z.iso.datetime(),
  by: z.string().optional().describe('ARN of the caller; absent for a change by the nightly run'),
  reason: z.string().optional(),
  from: z.object({ release: z.string(), version: z.string().optional() }).optional(),
  revision: z.int(),
});

const shownChannel = channelAnswer.extend({
  usable: z.boolean().describe('False when its release is no longer usable and there is no earlier release'),
  images: z.array(z.object({ ami_id: z.string(), region: z.string() })).describe('Its image in each region'),
  unusable_regions: z
    .array(z.string())
    .describe('Regions where its image is deprecated; launches by the parameter get no warning'),
  parameter: z.string().describe('Systems Manager parameter with the image id in each of these regions'),
});

export const channelsAnswer = z.object({ channels: z.array(shownChannel) });
export const channelHistoryAnswer = z.object({ history: z.array(channelAnswer).describe('Newest first') });

/** Answer of a promotion or rollback: the channel after it, and the result of its parameter in each region. */
export const channelChangeAnswer = z.object({
  changed: z.boolean().describe('False when it already pointed there'),
  dry_run: z.literal(true).optional().describe('Nothing was changed: this is what would be'),
  channel: channelAnswer,
  parameter: z.string(),
  regions: z
    .array(
      z.object({
        region: z.string(),
        ami_id: z.string().optional(),
        status: z.enum(['current', 'written', 'removed', 'unconfirmed', 'failed', 'planned']),
        was: z.string().optional().describe('Value of the parameter before'),
        message: z.string().optional(),
      }),
    )
    .describe('The nightly run corrects unconfirmed parameters'),
  rollout: rolloutAnswer.optional().describe('Launch templates that follow the channel; absent when there are none'),
});

export type ShownChannel = z.output<typeof shownChannel>;
export type ChannelChangeAnswer = z.output<typeof channelChangeAnswer>;
