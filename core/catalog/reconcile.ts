import { catalogRecord } from './record';
import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { architectureOf, isManaged } from '../image/from-tags';
import { partsOfLocation, type Location } from '../model/location';

/** The changes that bring the catalog of one region in line with EC2. */
export interface Reconciliation {
  /**
   * Images that are managed by their tags and missing in the catalog: made elsewhere, or lost. In a member account, all
   * images.
   */
  adopt: Image[];
  /** Records that differ from EC2, with the correct values. */
  update: Image[];
  /** Records of images that EC2 no longer has, marked as vanished. */
  vanish: Image[];
}

// EC2 lists a new image only after a while, and a build records its own images.
const settlingSeconds = 900;
const lingeringSeconds = 3600;
const thereAgain = { removed_at: undefined, removal_reasons: undefined };

/**
 * Returns the changes that bring the catalog of a location in line with EC2's images (all of them, including disabled
 * ones). State, name, tags and snapshots follow EC2; what only the catalog has (health, tests, digests) stays.
 */
export function reconcile(
  location: Location,
  ec2: readonly Ec2Image[],
  catalog: readonly Image[],
  now: Date,
): Reconciliation {
  const { region, account } = partsOfLocation(location);
  const records = new Map(
    catalog
      .filter((image) => image.region === region && image.account === account)
      .map((image) => [image.ami_id, image]),
  );
  const result: Reconciliation = { adopt: [], update: [], vanish: [] };
  const seen = new Set<string>();
  for (const image of ec2) {
    if (image.region !== region || image.state === 'deregistered') continue;
    seen.add(image.image_id);
    const known = records.get(image.image_id);
    // EC2 lists a removed image for a while. Later it was restored from the Recycle Bin, outside spawn.
    if (known?.removed_at !== undefined && now.getTime() - Date.parse(known.removed_at) < lingeringSeconds * 1000)
      continue;
    const fresh = withWhatIsKnown(recordOf(image, account, now), known);
    if (known) {
      if (differs(known, fresh))
        result.update.push({ ...known, ...followed(fresh), ...thereAgain, updated_at: now.toISOString() });
    } else if (
      (account !== undefined || isManaged(image.tags)) &&
      architectureOf(image.architecture) &&
      fresh.lifecycle !== 'candidate'
    ) {
      result.adopt.push(fresh);
    }
  }
  for (const record of records.values()) {
    const isNew = now.getTime() - Date.parse(record.creation_date) < settlingSeconds * 1000;
    if (seen.has(record.ami_id) || record.state === 'vanished' || record.state === 'deregistered' || isNew) continue;
    result.vanish.push({ ...record, state: 'vanished', updated_at: now.toISOString() });
  }
  return result;
}

function recordOf(image: Ec2Image, account: string | undefined, now: Date): Image {
  return catalogRecord({ ...image, ami_id: image.image_id, account, now });
}

/**
 * Keeps what EC2 does not say: measured sizes of snapshots, which DescribeImages does not return, and the published
 * lifecycle, even if the state tag was set back to candidate: the reaper would otherwise remove the image.
 */
function withWhatIsKnown(fresh: Image, known: Image | undefined): Image {
  const measured = new Map(known?.snapshots.map(({ snapshot_id, full_size_bytes }) => [snapshot_id, full_size_bytes]));
  const lifecycle =
    known?.lifecycle === 'published' && fresh.lifecycle === 'candidate' ? known.lifecycle : fresh.lifecycle;
  return {
    ...fresh,
    lifecycle,
    snapshots: fresh.snapshots.map((each) => ({ ...each, full_size_bytes: measured.get(each.snapshot_id) })),
  };
}

/** Returns the fields of a record that EC2 decides. */
function followed(fresh: Image): Partial<Image> {
  const {
    revision: _revision,
    updated_at: _updated,
    base_source: _source,
    recipe_digest: _recipe,
    request_digest: _request,
    packages_key: _packages,
    ...facts
  } = fresh;
  return facts;
}

function differs(known: Image, fresh: Image): boolean {
  return Object.entries(followed(fresh)).some(([key, value]) => !isEqual(known[key as keyof Image], value));
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  const [leftMembers, rightMembers] = [membersOf(left), membersOf(right)];
  return (
    leftMembers.length === rightMembers.length &&
    leftMembers.every(([key, value]) => isEqual(value, (right as Record<string, unknown>)[key]))
  );
}

function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}
