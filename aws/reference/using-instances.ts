import type { ImageReference } from '../../core/model/reference';
import type { Tags } from '../../core/tags';
import { unexpectedAnswer } from '../client/errors';
import { describeInstances } from '../instance/describe';

// A stopped instance needs its image too: its replacement is launched from the same image.
const states = ['pending', 'running', 'shutting-down', 'stopping', 'stopped'] as const;

/**
 * Returns the instances of a region that were launched from images, in any state but terminated. Throws
 * UnexpectedAnswer for one without an image: it may use any of them.
 */
export async function usingInstances(region: string, amiIds: readonly string[]): Promise<ImageReference[]> {
  return (await usingInstancesWithTags(region, amiIds)).map(({ tags: _tags, ...reference }) => reference);
}

/** Returns the instances of a region that were launched from images, with their tags. */
export async function usingInstancesWithTags(
  region: string,
  amiIds: readonly string[],
): Promise<(ImageReference & { kind: 'instance'; tags: Tags })[]> {
  const instances = await describeInstances(region, { imageIds: amiIds, states });
  if (instances.some(({ image_id }) => image_id === '')) throw unexpectedAnswer('DescribeInstances', 'ImageId');
  return instances.map(({ instance_id, image_id, state, name, tags }) => ({
    ami_id: image_id,
    region,
    kind: 'instance',
    name: instance_id,
    detail: [state, name].filter(Boolean).join(', '),
    tags,
  }));
}
