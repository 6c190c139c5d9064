import * as z from 'zod';
import { imageAnswer, shareAnswer } from './answers';
import { account, region, untested } from '../../lib/query-fields';

const organization = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:organizations::\d{12}:organization\/o-[a-z0-9]{10,32}$/,
    'not an organization: write arn:aws:organizations::ACCOUNT:organization/o-…',
  );
const unit = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:organizations::\d{12}:ou\/o-[a-z0-9]{10,32}\/ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}$/,
    'not an organizational unit: write arn:aws:organizations::ACCOUNT:ou/o-…/ou-…',
  );

/** Body of `POST /v1/images/{id}/shares`: adds or ends shares of an image and its copies. */
export const shareImageRequest = z.strictObject({
  accounts: z.array(account).max(500).default([]),
  organizations: z.array(organization).max(100).default([]),
  organizational_units: z.array(unit).max(100).default([]),
  public: z.boolean().default(false).describe('Everybody'),
  copyable: z
    .boolean()
    .default(false)
    .describe(
      'Share the snapshots too, so that the image can be copied; not for organizations and units. Taken back by revoking only',
    ),
  until: z.iso
    .datetime({ offset: true, error: 'not a time: write, for example, 2026-03-01T00:00:00Z' })
    .optional()
    .describe('When the nightly run revokes the share. Default: never'),
  revoke: z.boolean().default(false).describe('Revoke the shares of the image and its snapshots'),
  untested: untested.optional(),
  region: region.optional().describe('Only the image or copy in this region. Default: all regions'),
});

export type ShareRequest = z.output<typeof shareImageRequest>;

const target = shareAnswer.pick({ kind: true, id: true });
const failure = z.object({ name: z.string(), message: z.string() });
const imageKey = { ami_id: z.string(), region: z.string() };

/** Answer of a change of shares: the result of each region. */
export const shareImageAnswer = z.object({
  changed: z.boolean().describe('False when nothing had to change'),
  complete: z
    .boolean()
    .describe('False when a region failed: the wanted shares are recorded, and the nightly run retries'),
  results: z.array(
    z.object({ ...imageKey, given: z.array(target), taken: z.array(target), error: failure.optional() }),
  ),
  images: z.array(imageAnswer),
  gone: z.array(z.object(imageKey)).describe('Images that EC2 no longer knows, now also marked in the catalog'),
  warnings: z.array(z.string()),
});

/**
 * Answer of `GET /v1/images/{id}/shares`: the requested shares of the image and its copies, and how EC2's permissions
 * differ.
 */
export const imageSharesAnswer = z.object({
  images: z.array(
    z.object({
      ...imageKey,
      name: z.string(),
      shares: z.array(shareAnswer),
      drift: z.object({
        state: z.enum(['none', 'found', 'unknown']).describe('Unknown when EC2 could not be read'),
        missing: z.array(target).describe('Wanted but missing in EC2: the nightly run adds it'),
        expired: z.array(target).describe('Expired but still in EC2: the nightly run removes it'),
        foreign: z.array(target).describe('In EC2 but not requested with spawn: it was shared by others, and stays'),
        error: failure.optional(),
      }),
    }),
  ),
});

export type ShareImageAnswer = z.output<typeof shareImageAnswer>;
export type ImageSharesAnswer = z.output<typeof imageSharesAnswer>;
