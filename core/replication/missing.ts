import type { Image } from '../model/image';
import { locationsIn, type MemberLocation } from '../model/location';
import { proofObstacle, proofOf } from '../release/proof';
import { groupReleases, imagesById, releaseIdOf } from '../release/group';
import { isUsable } from '../image/usability';
import { groupBy } from '../lib/group';

/** What is looked at for copies that are missing. */
export interface ReplicaQuestion {
  /** All images of all regions. */
  images: readonly Image[];
  /** The regions in which each stack's releases are wanted. */
  wanted: ReadonlyMap<string, readonly string[]>;
  /** The member accounts in which each stack's releases are wanted too, and all that is there. */
  members?: { wanted: ReadonlyMap<string, readonly string[]>; images: readonly Image[] };
  /** The stacks whose policy requires a test. */
  requireTests?: ReadonlySet<string>;
  /** Ids of images that a run is copying or testing. */
  busy: ReadonlySet<string>;
  deployment: string;
  /** The regions of the deployment: no other can be reached. */
  regions: readonly string[];
}

/** Copies to start: of a usable image, to regions and member accounts that lack its release. */
export interface MissingReplicas {
  source: Image;
  regions: string[];
  members: MemberLocation[];
}

// A copy that is there in any of these ways is nobody's to replace at night: it may be on its way, or somebody has
// disabled it.
const there: readonly Image['state'][] = ['available', 'pending', 'transient', 'disabled'];

/**
 * Every usable release of a stack is wanted in all regions of the stack's policy. One that is missing, failed or
 * vanished somewhere is copied there again, from its original or, when that is gone, from a copy. What a run is busy
 * with is left to it, and so is what another deployment made. Where any image of the release stands, under whatever
 * stack, none is missing. What failed its last test is not copied. In a member account it is wanted in the same regions
 * and in that of the original.
 */
export function missingReplicas({
  images,
  wanted,
  members,
  requireTests,
  busy,
  deployment,
  regions,
}: ReplicaQuestion): MissingReplicas[] {
  const own = images.filter((image) => image.deployment === deployment);
  const ofStack = groupBy(own, ({ stack }) => stack);
  // An image that has lost its stack is still a copy of its release, and stands where it stands.
  const all = imagesById(own);
  const standing = groupBy(
    own.filter(({ state }) => there.includes(state)),
    (image) => releaseIdOf(image, all),
  );
  const copies = groupBy(members?.images ?? [], ({ replicated_from }) => replicated_from);
  const stacks = new Set([...wanted.keys(), ...(members?.wanted.keys() ?? [])]);
  return [...stacks].flatMap((stack) => {
    const where = wanted.get(stack) ?? [];
    const releases = groupReleases(ofStack.get(stack) ?? []);
    return releases.flatMap((release): MissingReplicas[] => {
      const known = imagesById(release.images);
      const isProven = (image: Image): boolean =>
        !proofObstacle(proofOf(image, known), requireTests?.has(stack) === true);
      const usable = release.images.filter((image) => isUsable(image) && isProven(image));
      const source = usable.find(({ ami_id }) => ami_id === release.release) ?? usable[0];
      if (!source || release.images.some(({ ami_id }) => busy.has(ami_id))) return [];
      const here = new Set((standing.get(releaseIdOf(source, all)) ?? []).map(({ region }) => region));
      const missing = [...new Set(where)].filter((region) => regions.includes(region) && !here.has(region));
      const inMembers = release.images.flatMap(({ ami_id }) => copies.get(ami_id) ?? []);
      const lacking = missingInMembers(
        source,
        members?.wanted.get(stack) ?? [],
        where.filter((region) => regions.includes(region)),
        inMembers,
      );
      return missing.length + lacking.length === 0 ? [] : [{ source, regions: missing, members: lacking }];
    });
  });
}

/**
 * Where copies of a release are missing in these member accounts: in the regions in which it is wanted and in that of
 * its original.
 */
export function missingInMembers(
  source: Image,
  accounts: readonly string[],
  regions: readonly string[],
  copies: readonly Image[],
): MemberLocation[] {
  const inMembers = copies.filter(({ state }) => there.includes(state));
  return locationsIn(accounts, [source.region, ...regions]).filter(
    (place) => !inMembers.some((copy) => copy.region === place.region && copy.account === place.account),
  );
}
