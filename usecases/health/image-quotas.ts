import { quotaLimit } from '../../aws/account/quotas';
import { describeImages } from '../../aws/image/describe';
import type { Finding } from '../../core/doctor/finding';
import { judgeQuota } from '../../core/doctor/quotas';

/**
 * How much is used of the quotas that images count against in a region. EC2 counts images in the Recycle Bin too, which
 * it does not list. `setting` is what the deployment takes the quota of public images for, where that is to be
 * compared.
 */
export async function checkImageQuotas(region: string, setting?: number): Promise<Finding[]> {
  const images = await describeImages(region, { includeDisabled: true });
  const uses = [
    { quota: 'images' as const, used: images.length },
    { quota: 'publicImages' as const, used: images.filter((image) => image.public).length, setting },
  ];
  return Promise.all(
    uses.map(async (use) => judgeQuota({ ...use, region, limit: await quotaLimit(region, use.quota) })),
  );
}
