import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import type { Location } from '../../core/model/location';
import type { Tags } from '../../core/tags';
import { ec2 } from './clients';
import { tagList } from './ec2-filters';
import { piecesOf } from './pages';

// EC2's limit of resources in one call.
const resourcesPerCall = 1000;

/** Sets tags on EC2 resources. Other tags stay. */
export async function tagResources(location: Location, ids: readonly string[], tags: Tags): Promise<void> {
  if (Object.keys(tags).length === 0) return;
  for (const some of piecesOf(ids, resourcesPerCall)) {
    await ec2(location).send(new CreateTagsCommand({ Resources: some, Tags: tagList(tags) }));
  }
}

/** Removes tags from EC2 resources by key, with any value. A missing tag is no error. */
export async function untagResources(
  location: Location,
  ids: readonly string[],
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  for (const some of piecesOf(ids, resourcesPerCall)) {
    await ec2(location).send(new DeleteTagsCommand({ Resources: some, Tags: keys.map((Key) => ({ Key })) }));
  }
}
