import * as z from 'zod';
import { saysYes } from '../lib/text-boolean';
import { allowedStates } from './setting';

const stackName = z.string().min(1).max(128);

/** Query of `GET /v1/allowed-images`. */
export const allowedImagesQuery = z.strictObject({
  vendors: z.enum(['true', 'false']).transform(saysYes).optional().describe('Also accept the vendors of bases'),
  stacks: z
    .string()
    .min(1)
    .max(2000)
    .transform((text) => text.split(','))
    .optional()
    .describe('Only images of these stacks, separated by commas'),
  state: z
    .literal('disabled')
    .optional()
    .describe(
      'Only the setting of each region, without criteria and what they refuse, as turning it off needs no more',
    ),
});

/** Body of `PUT /v1/allowed-images`: sets Allowed AMIs of the home account in every region of the deployment. */
export const setAllowedImagesRequest = z.strictObject({
  state: z
    .enum(allowedStates)
    .describe('`enabled`: EC2 refuses other images; `audit-mode`: it only says which they are'),
  vendors: z.boolean().default(false).describe('Also accept the vendors of bases'),
  stacks: z.array(stackName).min(1).max(100).optional().describe('Only images of these stacks. Default: all'),
});

const criterion = z.object({
  ImageProviders: z.array(z.string()).optional(),
  ImageNames: z.array(z.string()).optional(),
});

const refused = z.object({
  ami_id: z.string().describe('The image, or the base as its recipe names it if EC2 does not find one'),
  kind: z.enum(['base', 'launched']),
  name: z.string().optional(),
  owner_id: z.string().optional(),
  used_by: z.string(),
});

/** Answer of `GET /v1/allowed-images`. */
export const allowedImagesAnswer = z.object({
  account: z.string().describe('Home account of the deployment, which owns the published images'),
  criteria: z.array(criterion).describe('In the form of EC2: ImageCriteria of Allowed AMIs'),
  regions: z.array(
    z.object({
      region: z.string(),
      state: z.enum(allowedStates),
      managed_by: z.enum(['account', 'declarative-policy']),
      same: z.boolean().describe('Whether the account has exactly these criteria'),
      refused: z.array(refused).describe('What EC2 would refuse under the criteria in the home account'),
    }),
  ),
});

export type AllowedImagesAnswer = z.output<typeof allowedImagesAnswer>;

/** Answer of `PUT /v1/allowed-images`. */
export const setAllowedImagesAnswer = z.object({
  changed: z.boolean(),
  complete: z.boolean(),
  results: z.array(
    z.object({
      region: z.string(),
      changed: z
        .boolean()
        .optional()
        .describe('As EC2 has it; absent when a call failed and the setting cannot be read again'),
      error: z.object({ name: z.string(), message: z.string() }).optional(),
    }),
  ),
});

export type SetAllowedImagesAnswer = z.output<typeof setAllowedImagesAnswer>;
