import { listStackRecipes } from '../../aws/catalog/stack-recipes';
import { environment } from '../../aws/client/environment';
import { parameterImageId } from '../../aws/image/base';
import { describeImages } from '../../aws/image/describe';
import { vendorBases, type FoundBase, type VendorBase } from '../../core/allowed/bases';
import { SpawnError } from '../../core/errors';
import { knownOwners } from '../../core/model/base';
import { newestImageId } from '../build/newest-image';

/**
 * Returns the bases of vendors that builds of this deployment start from, as EC2 finds them now in the home region. A
 * base that EC2 does not find has no image. Throws what else AWS answers: an unknown base is not an accepted one.
 */
export async function findVendorBases(): Promise<FoundBase[]> {
  const { homeRegion, settings } = environment();
  const bases = vendorBases(await listStackRecipes());
  const ids = await Promise.all(bases.map((base) => idOf(base, homeRegion)));
  const images = await describeImages(homeRegion, {
    imageIds: ids.filter((id) => id !== undefined),
    owners: knownOwners(settings.base_owners),
    includeDisabled: true,
  });
  return bases.map(({ source, used_by }, at) => ({
    source,
    used_by,
    ami_id: ids[at],
    image: images.find(({ image_id }) => image_id === ids[at]),
  }));
}

async function idOf({ lookup, architecture }: VendorBase, region: string): Promise<string | undefined> {
  if ('ami_id' in lookup) return lookup.ami_id;
  try {
    if ('parameter' in lookup) return await parameterImageId(region, lookup.parameter);
    return await newestImageId(lookup.pattern, region, architecture);
  } catch (error) {
    if (error instanceof SpawnError && error.name === 'BaseNotFound') return undefined;
    throw error;
  }
}
