import { quotaLimit } from '../../aws/account/quotas';
import { describeImages } from '../../aws/image/describe';
import type { Finding } from '../../core/doctor/finding';
import { judgeQuota } from '../../core/doctor/quotas';

/**
 * Returns the usage of the quotas that images count against in a region. EC2 also counts images in the Recycle Bin,
 * which it does not list. `setting` is the deployment's setting of the quota of public images, if it is to be compared.
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
