import type { ImageReference } from '../../core/model/reference';
import { describeInstances } from '../instance/describe';

// A stopped instance needs its image too: its replacement is launched from the same image.
const states = ['pending', 'running', 'shutting-down', 'stopping', 'stopped'] as const;

/** Returns the instances of a region that were launched from images, in any state but terminated. */
export async function usingInstances(region: string, amiIds: readonly string[]): Promise<ImageReference[]> {
  const instances = await describeInstances(region, { imageIds: amiIds, states });
  return instances.map(({ instance_id, image_id, state, name }) => ({
    ami_id: image_id,
    region,
    kind: 'instance',
    name: instance_id,
    detail: [state, name].filter(Boolean).join(', '),
  }));
}
