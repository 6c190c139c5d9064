import * as z from 'zod';
import { launchTypeRule } from '../image/launch-types';

/** The name of an instance type. */
export const instanceType = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'not an instance type: write, for example, m7i.large');

/** The types to build on. */
export const builderTypes = z
  .array(instanceType)
  .min(1)
  .max(10)
  .describe('Types to build on, tried in order until one has capacity; all of one architecture');

/** Whether the builder is a spot instance. Absent is no, so that the digests of older recipes stay the same. */
export const spotBuilder = z
  .boolean()
  .optional()
  .describe(
    'Request the builder as a spot instance, on demand where EC2 has none or takes it back; default: on demand',
  );

const dataVolume = z.strictObject({
  device: z
    .string()
    .regex(/^\/dev\/(sd[b-z]|xvd[b-z][a-z]?)$/, 'not the device of a data volume: write, for example, /dev/sdf'),
  size_gb: z.int().min(1).max(16_384).describe('Size in GiB'),
  type: z.enum(['gp3', 'gp2', 'st1', 'sc1']).default('gp3').describe('Type of the volume'),
  in_image: z.boolean().default(true).describe('false: the builder alone has it, such as for scratch data'),
  delete_on_termination: z
    .boolean()
    .default(true)
    .describe('Whether the volume of an instance of the image is deleted with it'),
});

/** The root volume of the builder and the image. */
export const rootVolume = z
  .strictObject({
    size_gb: z
      .int()
      .min(1)
      .max(16_384)
      .optional()
      .describe('Size of the root volume in GiB; default: that of the base'),
    delete_on_termination: z
      .boolean()
      .optional()
      .describe('Whether the root volume of an instance of the image is deleted with it; default: as in the base'),
  })
  .default({})
  .describe('The root volume');

/** More volumes of the builder. */
export const dataVolumes = z
  .array(dataVolume)
  .max(10)
  .default([])
  .describe('More volumes of the builder, empty at first; a script has to format and mount them');

/** The instance types that the image may be launched on. */
export const launchTypes = launchTypeRule
  .default('any')
  .describe(
    'Types that EC2 launches the image and its copies on: any, tested (those that passed the test), families (of these), or a list such as [g5.*, g6.xlarge]',
  );
