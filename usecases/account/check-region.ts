import { concurrencyLimit, quotaLimit, runningVcpus } from '../../aws/account/quotas';
import { allImages } from '../../aws/catalog/releases';
import { blocksPublicImages, blocksPublicSnapshots } from '../../aws/image/shares';
import { judgeConcurrency } from '../../core/doctor/concurrency';
import type { Finding } from '../../core/doctor/finding';
import { judgePublicAccess } from '../../core/doctor/public-access';
import { judgeQuota } from '../../core/doctor/quotas';
import { isActive } from '../../core/sharing/plan';

/** Returns how much of the vCPU quota of a region is used. */
export async function checkVcpus(region: string): Promise<Finding> {
  const [used, limit] = await Promise.all([runningVcpus(region), quotaLimit(region, 'vcpus')]);
  return judgeQuota({ quota: 'vcpus', region, used, limit });
}

/** Checks whether enough functions may run at once in the home region, where all of them are. */
export async function checkConcurrency(region: string, locations: number): Promise<Finding> {
  return judgeConcurrency({ region, locations, limit: await concurrencyLimit(region) });
}

/**
 * Checks whether the account's block of public access conflicts with what this deployment's images in a region need.
 */
export async function checkPublicAccess(region: string, now: Date): Promise<Finding> {
  const [images_blocked, snapshots_blocked, images] = await Promise.all([
    blocksPublicImages(region),
    blocksPublicSnapshots(region),
    allImages(region),
  ]);
  const wanted = images.flatMap(({ ami_id, state, shares = [] }) => {
    const share =
      state === 'available' ? shares.find((each) => each.kind === 'public' && isActive(each, now)) : undefined;
    return share ? [{ ami_id, copyable: share.copyable }] : [];
  });
  return judgePublicAccess({ region, images_blocked, snapshots_blocked, wanted });
}
