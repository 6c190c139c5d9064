import { quotaLimit } from '../../aws/account/quotas';
import { describeImages } from '../../aws/image/describe';
import type { Finding } from '../../core/doctor/finding';
import { judgeQuota } from '../../core/doctor/quotas';
import { partsOfLocation, type Location } from '../../core/model/location';

/**
 * Returns the use of the quotas that images count against at a location. EC2 also counts images in the Recycle Bin,
 * which it does not list.
 */
export async function checkImageQuotas(location: Location): Promise<Finding[]> {
  const images = await describeImages(location, { includeDisabled: true });
  const uses = [
    { quota: 'images' as const, used: images.length },
    { quota: 'publicImages' as const, used: images.filter((image) => image.public).length },
  ];
  return Promise.all(
    uses.map(async (use) =>
      judgeQuota({ ...use, ...partsOfLocation(location), limit: await quotaLimit(location, use.quota) }),
    ),
  );
}
