import type { Image } from '../model/image';
import { locationsIn, type MemberLocation } from '../model/location';
import { proofObstacle, proofOf } from '../release/proof';
import { groupReleases, imagesById, releaseIdOf } from '../release/group';
import { isUsable } from '../image/usability';
import { groupBy } from '../lib/group';

/** The facts for finding missing copies. */
export interface ReplicaQuestion {
  /** All images of all regions. */
  images: readonly Image[];
  /** The regions in which each stack's releases are wanted. */
  wanted: ReadonlyMap<string, readonly string[]>;
  /** The member accounts in which each stack's releases are wanted too, and all their images. */
  members?: { wanted: ReadonlyMap<string, readonly string[]>; images: readonly Image[] };
  /** The stacks whose policy requires a test. */
  requireTests?: ReadonlySet<string>;
  /** Ids of images that a run copies or tests. */
  busy: ReadonlySet<string>;
  deployment: string;
  /** The regions of the deployment; others cannot be reached. */
  regions: readonly string[];
}

/** Copies to start: of a usable image, to regions and member accounts that lack its release. */
export interface MissingReplicas {
  source: Image;
  regions: string[];
  members: MemberLocation[];
}

// A copy in one of these states is not replaced by the nightly run: it may be in progress, or was disabled on purpose.
const there: readonly Image['state'][] = ['available', 'pending', 'transient', 'disabled'];

/**
 * Returns the copies to start. Every usable release of a stack is wanted in all regions of its policy: one that is
 * missing, failed or vanished is copied again, from its original or, if that is gone, from a copy. Releases that a run
 * is working on or another deployment created are left alone, and failed tests prevent a copy. In member accounts a
 * release is wanted in the same regions and in that of the original.
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
  // An image without its stack tag is still a copy of its release.
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
 * Returns where copies of a release are missing in member accounts: in the wanted regions and in that of its original.
 */
export function missingInMembers(
  source: Image,
  accounts: readonly string[],
  regions: readonly string[],
  copies: readonly Image[],
): MemberLocation[] {
  const inMembers = copies.filter(({ state }) => there.includes(state));
  return locationsIn(accounts, [source.region, ...regions]).filter(
    (location) => !inMembers.some((copy) => copy.region === location.region && copy.account === location.account),
  );
}
