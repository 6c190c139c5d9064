import * as z from 'zod';
import { checkAdoptable, hasGpu } from './adoption';
import { baseSystem } from '../model/base';
import type { Ec2Image } from '../model/ec2';
import { SpawnError } from '../errors';
import { readImageTags, identityTagsOf } from '../image/from-tags';
import { tagKeys } from '../tags';
import { region } from '../lib/query-fields';

/** Query of `GET /v1/found-images`. The name may contain EC2's wildcards `*` and `?`. */
export const findImagesQuery = z
  .strictObject({
    name: z.string().min(1).max(128).optional().describe('Name of the images; * and ? are wildcards'),
    tag: z
      .string()
      .regex(/^[^=]+=/, 'not a tag: write key=value')
      .optional()
      .describe('A tag of the images, key=value'),
    region: region.optional().describe('Default: the home region'),
  })
  .refine(({ name, tag }) => name !== undefined || tag !== undefined, 'name or tag is required');

const candidate = z.object({
  ami_id: z.string(),
  name: z.string(),
  region: z.string(),
  architecture: z.string(),
  gpu: z.boolean(),
  size_gb: z.number(),
  base_os: z.string().optional(),
  stack: z.string().optional(),
  version: z.string().optional(),
  managed: z.boolean().describe('Whether this deployment already manages it'),
  obstacle: z.string().optional().describe('Why it cannot be tagged'),
});

/** Answer of `GET /v1/found-images`, by name. */
export const foundImagesAnswer = z.object({ images: z.array(candidate) });

export type FoundImage = z.output<typeof candidate>;

/** Returns what is known of an image of the account from EC2, its tags and its name. */
export function foundImage(image: Ec2Image, deployment: string, now: Date): FoundImage {
  const tags = readImageTags(image.tags, now);
  // As written: the person who adopts the image must see what to correct.
  const written = identityTagsOf(image.tags);
  const managed = image.tags[tagKeys.deployment] === deployment;
  return {
    ami_id: image.image_id,
    name: image.name,
    region: image.region,
    architecture: image.architecture,
    gpu: hasGpu(image),
    size_gb: image.block_devices.reduce((sum, { size_gb }) => sum + size_gb, 0),
    base_os: tags.base_os ?? baseSystem(`${image.name} ${image.description}`),
    stack: written.stack?.value,
    version: written.version?.value,
    managed,
    obstacle: managed ? undefined : obstacleOf(image),
  };
}

function obstacleOf(image: Ec2Image): string | undefined {
  try {
    checkAdoptable(image);
    return undefined;
  } catch (error) {
    if (error instanceof SpawnError) return error.message;
    throw error;
  }
}
