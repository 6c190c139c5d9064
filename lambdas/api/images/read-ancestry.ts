import { findImage } from '../../../aws/catalog/images';
import { environment } from '../../../aws/client/environment';
import { describeImage } from '../../../aws/image/describe';
import { regionQuery } from '../../../core/api/contract/requests';
import { parentOf, type Ancestor } from '../../../core/image/ancestry';
import { knownOwners } from '../../../core/model/base';
import { parse, type HttpAnswer, type HttpRequest } from '../../../usecases/runtime/http';
import { requireImage } from '../../../usecases/image/find';

// Longer chains are not built. The limit also ends a circle caused by wrong tags.
const longestChain = 20;

/**
 * Returns the ancestors of an image in order: its original, its base, the base's own base, and so on to a vendor's
 * image.
 */
export async function readAncestry({ path, query }: HttpRequest): Promise<HttpAnswer> {
  const { region } = parse(regionQuery, query);
  const image = await requireImage(path.id ?? '', region);
  const ancestry: Ancestor[] = [];
  let parent = parentOf(image);
  while (parent && ancestry.length < longestChain) {
    const record = await findImage(parent.ami_id);
    if (record) {
      ancestry.push({
        ...parent,
        region: record.region,
        known: record.state === 'vanished' ? 'gone' : 'catalog',
        name: record.name,
        stack: record.stack,
        version: record.version,
      });
      parent = parentOf(record);
      continue;
    }
    const found = await describeImage(parent.region, parent.ami_id, knownOwners(environment().settings.base_owners));
    ancestry.push({
      ...parent,
      known: found ? 'ec2' : 'gone',
      ...(found && { name: found.name, owner: found.owner_alias ?? found.owner_id }),
    });
    break;
  }
  return { status: 200, body: { ancestry } };
}
