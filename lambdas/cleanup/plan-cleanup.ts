import { listAccountImages } from '../../aws/catalog/account-images';
import { getCleanup } from '../../aws/catalog/cleanups';
import { allImages } from '../../aws/catalog/releases';
import { environment } from '../../aws/client/environment';
import { putObject } from '../../aws/storage/objects';
import { imagesInBin } from '../../aws/image/recycle-bin';
import { describeSnapshots, findSnapshots, ownSnapshots } from '../../aws/image/snapshots';
import type { CleanupEntry } from '../../core/cleanup/request';
import { regionOf } from '../../core/cleanup/run';
import { measuredSizes, pricePlan, unmeasuredOf } from '../../core/cleanup/savings';
import { dueOrphans, foreignOrphans } from '../../core/cleanup/orphans';
import { orphanSnapshots } from '../../core/cleanup/snapshots';
import { planCleanupInput } from '../../core/cleanup/step-inputs';
import { groupBy } from '../../core/lib/group';
import { snapshotPrices } from '../../core/model/price';
import { policyOf } from '../../core/stack/policy';
import { tagKeys } from '../../core/tags';
import { isGone } from '../../core/image/usability';
import { judgeImages } from '../../usecases/cleanup/judge-images';
import { postponeRemoval } from '../../usecases/cleanup/postpone';
import { objectKeys } from '../../usecases/runtime/object-keys';
import { step } from '../../usecases/runtime/step';

/** Returns the removals of a plan with their copies in member accounts, which no cleanup removes. */
async function withCopiesInAccounts(entries: readonly CleanupEntry[]): Promise<CleanupEntry[]> {
  const goes = entries.some(({ decision }) => decision === 'remove');
  const copies = groupBy(
    goes ? (await listAccountImages()).filter((copy) => !isGone(copy)) : [],
    ({ replicated_from }) => replicated_from,
  );
  return entries.map((entry) => {
    const left = entry.decision === 'remove' ? copies.get(entry.id) : undefined;
    return left
      ? {
          ...entry,
          copies_in_accounts: Object.fromEntries(
            [...groupBy(left, ({ account }) => account)].map(([account, some]) => [account, some.length]),
          ),
        }
      : entry;
  });
}

/**
 * Plans the cleanup of one region: every image with its decision and all reasons, and snapshots whose image no longer
 * exists. Fails when an EC2 call fails; then nothing of the region is removed.
 */
export const handler = step(planCleanupInput, async ({ cleanup_id, region }, now) => {
  const { request, apply } = await getCleanup(cleanup_id);
  const { entries, images, policies } = await judgeImages(region, request, now);
  for (const { id, decision, scheduled_for, reasons } of entries)
    if (apply && decision === 'keep' && scheduled_for !== undefined) await postponeRemoval(region, id, reasons, now);
  const { deployment, settings } = environment();
  // A cleanup of one stack or of named images does not include snapshots of other images.
  const wholeRegion =
    request.images === undefined &&
    request.stack === undefined &&
    request.unmanaged === undefined &&
    request.orphans === undefined &&
    request.kind === 'request';
  const byPolicy =
    request.kind === 'policy' && [...policies.values()].some((policy) => policy.enabled && policy.orphan_days !== null);
  const binned = wholeRegion || byPolicy || request.orphans ? [...(await imagesInBin(region)).keys()] : [];
  const own = { deployment, minimum_age_days: policyOf(undefined).cleanup.minimum_age_days, binned, now };
  const snapshots = wholeRegion || byPolicy ? await findSnapshots(region, { [tagKeys.deployment]: deployment }) : [];
  const foreign = request.orphans ? await ownSnapshots(region) : [];
  const orphans = byPolicy
    ? dueOrphans(orphanSnapshots(snapshots, images, { ...own, minimum_age_days: 0 }), snapshots, policies, now)
    : orphanSnapshots(snapshots, images, own);
  const asked = request.orphans
    ? foreignOrphans(foreign, images, { ...request.orphans, age_days: request.age_days ?? Infinity, binned, now })
    : [];
  const sizes = measuredSizes([...(await allImages(region)), { snapshots: [...snapshots, ...foreign] }]);
  // Images that the night has not seen yet, and those that spawn does not manage, have no measured sizes.
  for (const { snapshot_id, full_size_bytes: size } of await describeSnapshots(region, unmeasuredOf(entries, sizes)))
    if (size !== undefined) sizes.set(snapshot_id, size);
  const prices = { ...snapshotPrices, ...settings.snapshot_prices };
  const all = [...(await withCopiesInAccounts(entries)), ...orphans, ...asked];
  const plan = pricePlan(all, { images, sizes, prices });
  await putObject(objectKeys.plan(cleanup_id, region), JSON.stringify(plan), 'application/json');
  return { ...regionOf(region, plan), found: request.images ? entries.map(({ id }) => id) : [] };
});
