import * as z from 'zod';
import { SpawnError } from '../errors';
import type { Ec2Instance } from '../model/ec2';

const device = z
  .string()
  .regex(/^(\/dev\/)?[a-z][a-z0-9]*$/, 'not a device name: write it as EC2 shows it, for example, /dev/sdf');

/** What an image does with one volume of its instance; without an entry the volume is taken as it is. */
export const imageVolume = z.strictObject({
  device: device.describe('Device name, as EC2 shows it for the instance'),
  exclude: z.boolean().optional().describe('Leave the volume out of the image'),
  delete_on_termination: z
    .boolean()
    .optional()
    .describe('Whether the volume of an instance of the image is deleted when the instance is terminated'),
});

export type ImageVolume = z.output<typeof imageVolume>;

/**
 * Checks the volumes of a request against those of the instance. Throws InvalidRequest for a device that the instance
 * does not have or that is named twice, and for a root volume that is left out.
 */
export function checkImageVolumes(
  { instance_id: id, volumes, root_device }: Pick<Ec2Instance, 'instance_id' | 'volumes' | 'root_device'>,
  asked: readonly ImageVolume[],
): void {
  const refuse = (text: string, name: string): never => {
    throw new SpawnError('InvalidRequest', text, { device: name });
  };
  const known = volumes.map((volume) => volume.device);
  for (const { device: name, exclude, delete_on_termination } of asked) {
    if (!known.includes(name)) refuse(`${id} has no volume '${name}': it has ${known.join(', ') || 'none'}.`, name);
    if (asked.filter((other) => other.device === name).length > 1)
      refuse(`the volume '${name}' is named twice: name each volume once.`, name);
    if (exclude && name === root_device)
      refuse(`'${name}' is the root volume of ${id}, and an image needs one: leave it in.`, name);
    if (exclude && delete_on_termination !== undefined)
      refuse(`the volume '${name}' is left out, and nothing else can be set for it: remove one of the two.`, name);
  }
}
