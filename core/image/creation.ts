import * as z from 'zod';
import { SpawnError } from '../errors';
import { imageWaiver } from '../residue/image-waiver';
import { imdsChoice } from '../model/imds';
import { restMethods } from './consistency';
import { imageVolume, type ImageVolume } from './volumes';
import type { BuildPlan, Run } from '../model/run';

/** The image to create, requested by a recipe or a person. `tags` are the user's own. */
const imageRequest = z.object({
  name: z.string(),
  description: z.string(),
  /** How the instance is brought to rest; absent in requests from before it existed. */
  rest: z.enum(restMethods).optional(),
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
  /** Absent in requests from before it existed, which leave it open. */
  imds: imdsChoice.optional(),
  /** The command that refuses an instance on which user data still runs; absent where nobody asks. */
  user_data_checked_by: z.enum(['cleanup', 'search']).optional(),
  /** Findings of the search of the instance that the user waived. */
  waivers: z.array(imageWaiver).optional(),
  /** Volumes that are left out, or whose deletion is set. */
  volumes: z.array(imageVolume).optional(),
});

export type ImageRequest = z.infer<typeof imageRequest>;

/**
 * Returns the image that a run is to create: from the plan of a build, or from the request of `create-ami`. Throws
 * InvalidStepInput when the run names none.
 */
export function imageRequestOf(run: Run): ImageRequest {
  if (run.plan) {
    const { plan } = run;
    return {
      name: plan.image_name,
      description: plan.description,
      // A builder is at rest when its image is created, stopped or frozen; a reboot would bring back what was cleaned.
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
      imds: plan.imds,
      volumes: volumesOf(plan),
    };
  }
  const request = imageRequest.safeParse(run.request);
  if (!request.success)
    throw new SpawnError(
      'InvalidStepInput',
      `the record of ${run.build_id} does not name the image to create: start it again.`,
    );
  return request.data;
}

function volumesOf({ base, delete_root_volume, volumes = [] }: BuildPlan): ImageVolume[] {
  const root = { device: base.root_device, delete_on_termination: delete_root_volume };
  return [
    ...(delete_root_volume === undefined ? [] : [root]),
    ...volumes.map(({ device, in_image, delete_on_termination }) =>
      in_image ? { device, delete_on_termination } : { device, exclude: true },
    ),
  ];
}

/** Returns the devices that the image of a run leaves out. */
export function excludedDevices(run: Run): string[] {
  return (imageRequestOf(run).volumes ?? []).filter(({ exclude }) => exclude).map(({ device }) => device);
}

/**
 * Returns whether the images of a run specify IMDSv2: those of a build or of `create-ami` that require it. Copies of
 * a replication that was requested by itself follow their original.
 */
export function specifiesImdsV2(run: Run): boolean {
  return (run.plan?.imds ?? run.request?.imds) === 'required';
}

/** Returns whether a command of a run, by its name, refuses an instance on which user data still runs. */
export function checksUserData(run: Run, command: 'cleanup' | 'search'): boolean {
  return run.kind === 'create' && imageRequestOf(run).user_data_checked_by === command;
}
