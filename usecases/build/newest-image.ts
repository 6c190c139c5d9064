import { environment } from '../../aws/client/environment';
import { describeImages } from '../../aws/image/describe';
import { SpawnError } from '../../core/errors';
import type { Architecture } from '../../core/model/image';
import { checkPatternOwner, newestImage, type NamePattern } from '../../core/model/base';

/**
 * Returns the id of the newest image of an owner whose name matches a pattern in a region. Throws ForeignOwner before
 * EC2 is asked, and BaseNotFound.
 */
export async function newestImageId(pattern: NamePattern, region: string, architecture: Architecture): Promise<string> {
  const { owner, name } = pattern;
  checkPatternOwner(pattern, { owners: environment().settings.base_owners });
  const found = await describeImages(region, {
    owners: [owner],
    namePattern: name,
    states: ['available'],
    withoutDeprecated: true,
  });
  const newest = newestImage(found, architecture);
  if (newest) return newest.image_id;
  throw new SpawnError(
    'BaseNotFound',
    `no image of ${owner} for ${architecture} in ${region} has a name like '${name}': check the owner, the name and the region.`,
    { owner, name, architecture, region },
  );
}
