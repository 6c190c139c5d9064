import { getImage, saveImage } from '../../aws/catalog/images';
import { listResources } from '../../aws/catalog/resources';
import { recordReplica } from '../../aws/catalog/runs';
import { getStackPolicy } from '../../aws/catalog/stack-policies';
import { actInMembers } from '../../aws/client/members';
import { allowLaunchTypes, specifyImdsV2 } from '../../aws/image/metadata';
import { tagResources } from '../../aws/client/resource-tags';
import { catalogRecord } from '../../core/catalog/record';
import type { Image } from '../../core/model/image';
import { locationOf } from '../../core/model/location';
import { lateTags, publicationOf, publishedTags } from '../../core/image/publication';
import { protectionTags } from '../../core/image/protection';
import type { DeregistrationProtection } from '../../core/stack/policy';
import { checkNotRevoked } from '../../core/image/revocation';
import { isActive } from '../../core/sharing/plan';
import { publishReplicaInput } from '../../core/run/step-inputs';
import { completeCopy } from '../../usecases/image/complete-copy';
import { openRun } from '../../usecases/run/require-open';
import { step } from '../../usecases/runtime/step';

actInMembers();

/** Returns the protection of a copy by policy. No cleanup removes copies in member accounts, so these have none. */
async function protectionFor(
  { account }: { account?: string },
  original: Image | undefined,
): Promise<DeregistrationProtection | null> {
  if (account !== undefined || original?.stack === undefined) return null;
  return (await getStackPolicy(original.stack)).deregistration_protection;
}

/** Publishes an available copy and records it in the catalog. */
export const handler = step(
  publishReplicaInput,
  async ({ build_id, source, copy, image, available, provenance }, now) => {
    const run = await openRun(build_id);
    const original = await getImage(source.region, source.ami_id);
    // A revocation while the image was copied did not include this copy.
    if (original) checkNotRevoked(original, 'copied');
    const known = await getImage(locationOf(image), image.ami_id);
    const isImdsV2 = original?.imds_support === 'v2.0';
    // No document says whether CopyImage keeps it. A repeat may find a published copy, which it may not change.
    if (isImdsV2 && available.imds_support !== 'v2.0' && known?.imds_support !== 'v2.0')
      await specifyImdsV2(locationOf(image), image.ami_id);
    const launch_types = original?.launch_types;
    if (launch_types) await allowLaunchTypes(locationOf(image), image.ami_id, launch_types);
    const made = (await listResources(build_id)).find((resource) => resource.id === image.ami_id);
    const record = catalogRecord({
      ...image,
      ...available,
      imds_support: isImdsV2 ? 'v2.0' : available.imds_support,
      state: 'available',
      tags: { ...made?.tags, ...protectionTags(await protectionFor(image, original)) },
      now,
      base_source: original?.base_source,
      recipe_digest: original?.recipe_digest ?? run.recipe_digest,
      request_digest: original?.request_digest ?? run.request_digest,
      packages_key: original?.packages_key,
    });
    // The copies of a shared image are shared too; the next nightly run sets the permissions. A member account shares
    // its own copies.
    const shares = image.account !== undefined ? undefined : original?.shares?.filter((share) => isActive(share, now));
    const changes = {
      provenance,
      shares,
      package_scan: original?.package_scan,
      encryption_key: copy.kms_key,
      launch_types,
    };
    if (known?.lifecycle !== 'published') await saveImage({ ...record, ...publicationOf(record, build_id, changes) });
    await tagResources(locationOf(image), [image.ami_id, ...record.snapshots.map(({ snapshot_id }) => snapshot_id)], {
      ...publishedTags,
      ...lateTags(record.tags),
    });
    await completeCopy(locationOf(image), image.ami_id, source, run, now);
    await recordReplica(build_id, {
      region: copy.region,
      account: copy.account,
      status: 'available',
      ami_id: image.ami_id,
      name: copy.name,
      ended_at: now.toISOString(),
    });
  },
);
