import * as z from 'zod';
import { channelActions } from '../../channel/record';
import { untested } from '../../lib/query-fields';

const channel = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'not a channel: write lower-case letters, digits and hyphens, such as stable');
const reason = z.string().min(1, 'it is empty').max(500, 'it has more than 500 characters');

/** `POST /v1/images/{id}/promotions`: a channel points to the image’s release. */
export const promoteImageRequest = z.strictObject({
  channel,
  reason: reason.optional(),
  untested: untested.optional(),
});

/** `POST /v1/channels/{channel}/rollback`: a channel points to what it pointed to before. */
export const rollBackChannelRequest = z.strictObject({
  stack: z.string().min(1).optional().describe('Needed when several stacks have a channel of that name'),
  variant: z.string().min(1).optional().describe('Needed when several variants have it'),
  reason: reason.optional(),
});

/** Query of `GET /v1/channels`. */
export const listChannelsQuery = z.strictObject({
  stack: z.string().min(1).optional(),
  channel: z.string().min(1).optional(),
});

/** Query of `GET /v1/channels/{stack}/{channel}/history`. */
export const channelHistoryQuery = z.strictObject({ variant: z.string().min(1).optional() });

/** A channel: the release that it points to, and the change that made it so. */
export const channelAnswer = z.object({
  stack: z.string(),
  variant: z.string(),
  channel: z.string(),
  release: z.string().describe('Id of the image that all others of the release were copied from'),
  version: z.string().optional(),
  image_name: z.string(),
  action: z.enum(channelActions),
  at: z.iso.datetime(),
  by: z.string().optional().describe('ARN of who asked; absent for what the night found'),
  reason: z.string().optional(),
  from: z.object({ release: z.string(), version: z.string().optional() }).optional(),
  revision: z.int(),
});

const shownChannel = channelAnswer.extend({
  usable: z.boolean().describe('False when its release may not be used any more and there was nothing to go back to'),
  images: z.array(z.object({ ami_id: z.string(), region: z.string() })).describe('What it means in each region'),
  unusable_regions: z
    .array(z.string())
    .describe('Regions where what it means is deprecated, which launches by the parameter do not see'),
  parameter: z.string().describe('Systems Manager parameter that holds the image id in each of these regions'),
});

export const channelsAnswer = z.object({ channels: z.array(shownChannel) });
export const channelHistoryAnswer = z.object({ history: z.array(channelAnswer).describe('Newest first') });

/** What a promotion or rollback answers: the channel as it is now, and what became of its parameter in each region. */
export const channelChangeAnswer = z.object({
  changed: z.boolean().describe('False when it pointed there already'),
  channel: channelAnswer,
  parameter: z.string(),
  regions: z
    .array(
      z.object({
        region: z.string(),
        ami_id: z.string().optional(),
        status: z.enum(['current', 'written', 'removed', 'unconfirmed', 'failed']),
        was: z.string().optional().describe('What the parameter said before'),
        message: z.string().optional(),
      }),
    )
    .describe('What could not be confirmed is put right at night'),
});

export type ShownChannel = z.output<typeof shownChannel>;
export type ChannelChangeAnswer = z.output<typeof channelChangeAnswer>;
