import { quotaLimit, runningVcpus } from '../../../aws/account/quotas';
import { allImages } from '../../../aws/catalog/releases';
import { environment } from '../../../aws/environment';
import { blocksPublicImages, blocksPublicSnapshots, publicImages } from '../../../aws/image-shares';
import { describeImages } from '../../../aws/images';
import type { Finding } from '../../../core/doctor/finding';
import { judgePublicAccess } from '../../../core/doctor/public-access';
import { judgeQuota } from '../../../core/doctor/quotas';
import { isActive } from '../../../core/sharing';
import type { WatchedQuota } from '../../../core/quotas';

// EC2 counts images in the Recycle Bin too, which it does not list with the others.
const usage: Record<WatchedQuota, (region: string) => Promise<number>> = {
  images: async (region) => (await describeImages(region, { includeDisabled: true })).length,
  publicImages: async (region) => (await publicImages(region)).length,
  vcpus: runningVcpus,
};

/** How much of a quota is used in a region. */
export async function checkQuota(region: string, quota: WatchedQuota): Promise<Finding> {
  const [used, limit] = await Promise.all([usage[quota](region), quotaLimit(region, quota)]);
  return judgeQuota({ quota, region, used, limit, ...(quota === 'publicImages' && { setting: environment().settings.public_image_quota }) });
}

/** Whether the account blocks what images of this deployment in a region are wanted to be. */
export async function checkPublicAccess(region: string, now: Date): Promise<Finding> {
  const [images_blocked, snapshots_blocked, images] = await Promise.all([blocksPublicImages(region), blocksPublicSnapshots(region), allImages(region)]);
  const wanted = images.flatMap(({ ami_id, state, shares = [] }) => {
    const share = state === 'available' ? shares.find((each) => each.kind === 'public' && isActive(each, now)) : undefined;
    return share ? [{ ami_id, copyable: share.copyable }] : [];
  });
  return judgePublicAccess({ region, images_blocked, snapshots_blocked, wanted });
}
