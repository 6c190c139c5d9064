import type { ImageReference } from '../../core/model/reference';
import { describeInstances } from '../instance/describe';

// A stopped instance needs its image too: whoever replaces it launches the same.
const states = ['pending', 'running', 'shutting-down', 'stopping', 'stopped'] as const;

/** The instances of a region that were launched from images, in any state but terminated. */
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
