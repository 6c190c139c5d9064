import { allowedImagesSetting, launchedImages } from '../../aws/account/allowed-images';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import type { RegionToChange } from '../../core/allowed/change';
import { criteriaOf, publishedImages, vendorProviders, type ImageCriterion } from '../../core/allowed/criteria';
import { refusedImages } from '../../core/allowed/setting';
import { SpawnError } from '../../core/errors';
import { findVendorBases } from './find-bases';

/** What the criteria are to accept besides the images of the account: images of some stacks or of all, and vendors. */
export interface CriteriaRequest {
  account: string;
  vendors: boolean;
  stacks?: readonly string[];
}

/** Returns the criteria for the published images. Throws StackNotFound for a stack that has none. */
export async function readCriteria({ account, vendors, stacks }: CriteriaRequest): Promise<ImageCriterion[]> {
  const { deployment, settings } = environment();
  const images = publishedImages(await allImages('all'), deployment, stacks);
  const missing = (stacks ?? []).find((stack) => !images.some((image) => image.stack === stack));
  if (missing !== undefined)
    throw new SpawnError(
      'StackNotFound',
      `the stack '${missing}' has no published image: list stacks with spawn stack list.`,
      { stack: missing },
    );
  return criteriaOf({ account, images, vendors: vendors ? vendorProviders(settings.base_owners) : [] });
}

/** Returns only Allowed AMIs of the home account in each region: what turning it off needs, and shows. */
export async function readSettings(): Promise<RegionToChange[]> {
  return Promise.all(
    environment().regions.map(async (region) => ({
      region,
      setting: await allowedImagesSetting(region),
      refused: [],
    })),
  );
}

/** Returns Allowed AMIs of the home account in each region, and what EC2 would refuse there under the criteria. */
export async function readRegions(account: string, criteria: readonly ImageCriterion[]): Promise<RegionToChange[]> {
  const { homeRegion, regions } = environment();
  return Promise.all(
    regions.map(async (region) => {
      const [setting, bases, launched] = await Promise.all([
        allowedImagesSetting(region),
        region === homeRegion ? findVendorBases() : [],
        launchedImages(region),
      ]);
      return { region, setting, refused: refusedImages(criteria, account, { bases, launched }) };
    }),
  );
}
