import * as z from 'zod';
import { SpawnError } from '../errors';
import { imageWaiver } from '../residue/image-waiver';
import type { Run } from '../model/run';

/** What an image is to be, whether a recipe or a person asked for it. `tags` are the user's own. */
const imageRequest = z.object({
  name: z.string(),
  description: z.string(),
  reboot: z.boolean(),
  architecture: z.enum(['x86_64', 'arm64']),
  gpu: z.boolean(),
  stack: z.string().optional(),
  version: z.string().optional(),
  variant: z.string().optional(),
  base: z.string().optional(),
  base_ami: z.string().optional(),
  size_gb: z.number().optional(),
  tags: z.record(z.string(), z.string()),
  /** What somebody lets pass of the search of the instance. */
  waivers: z.array(imageWaiver).optional(),
});

export type ImageRequest = z.infer<typeof imageRequest>;

/** The image that a run is to make: from the plan of a build, or from what was asked of `create-ami`. */
export function imageRequestOf(run: Run): ImageRequest {
  if (run.plan) {
    const { plan } = run;
    return {
      name: plan.image_name,
      description: plan.description,
      // A builder is stopped when its image is made; rebooting it would bring back what was cleaned away.
      reboot: false,
      architecture: plan.architecture,
      gpu: plan.gpu,
      stack: plan.stack,
      version: plan.version,
      variant: plan.variant,
      base: plan.base.family,
      base_ami: plan.base.ami_id,
      size_gb: plan.volume_size_gb,
      tags: plan.tags,
    };
  }
  const request = imageRequest.safeParse(run.request);
  if (!request.success) throw new SpawnError('InvalidStepInput', `${run.build_id} does not say which image to make`);
  return request.data;
}
