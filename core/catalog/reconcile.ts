import { catalogRecord } from './record';
import type { Ec2Image } from '../model/ec2';
import type { Image } from '../model/image';
import { architectureOf, isManaged } from '../image/from-tags';
import { partsOfLocation, type Location } from '../model/location';

/** What brings the catalog of one region in line with EC2. */
export interface Reconciliation {
  /**
   * Images that are managed by tag and not in the catalog: made elsewhere, or lost from it. In a member account all of
   * them, so that its list is whole.
   */
  adopt: Image[];
  /** Records that say something else than EC2, as they should be. */
  update: Image[];
  /** Records of images that EC2 does not know any more, marked so. */
  vanish: Image[];
}

// An image is not listed for a while after it was made, and what a build makes it records itself.
const settlingSeconds = 900;

/**
 * Compares EC2's images of a place (all of them, the disabled ones too) with the catalog's. EC2 is the truth: state,
 * name, tags and snapshots follow it; what only the catalog knows (health, tests, digests) stays.
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
    // EC2 goes on listing what a cleanup has removed for a while.
    if (known?.removed_at !== undefined) continue;
    const fresh = withWhatIsKnown(recordOf(image, account, now), known);
    if (known) {
      if (differs(known, fresh)) result.update.push({ ...known, ...followed(fresh), updated_at: now.toISOString() });
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
 * DescribeImages does not tell the full sizes of snapshots: what was measured stays. What was published stays so, even
 * if somebody sets the tag back to candidate: only the catalog keeps the reaper from it then.
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

/** What EC2 decides of a record. */
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
