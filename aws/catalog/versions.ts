import type { VersionClaim, VersionKey } from '../../core/release/content';
import { isAbsent, readItem, writeItem, type Key } from './store/items';

/** Returns the content of a version and the build that claimed it last; undefined without a build. */
export function readVersion(release: VersionKey): Promise<VersionClaim | undefined> {
  return readItem<VersionClaim>(keyOf(release));
}

/**
 * Claims a version with a content for a build. Returns false when the version has other content. `insteadOf` is a claim
 * that may be replaced with any content, because nothing of it was published or everything is removed.
 */
export function claimVersion(
  release: VersionKey,
  claim: VersionClaim,
  insteadOf: VersionClaim | undefined,
): Promise<boolean> {
  return writeItem(keyOf(release), claim, {
    expression: 'attribute_not_exists(pk) OR content = :content OR build_id = :former',
    values: { ':content': claim.content, ':former': insteadOf?.build_id ?? claim.build_id },
  });
}

/** Returns the last build number that was taken for a version; 0 without one. */
export async function readBuildNumber(release: VersionKey): Promise<number> {
  return (await readItem<{ number: number }>({ ...keyOf(release), sk: 'BUILD_NUMBER' }))?.number ?? 0;
}

/** Returns the next build number of a version above `least`; undefined when a concurrent build has taken it. */
export async function takeBuildNumber(release: VersionKey, least: number): Promise<number | undefined> {
  const key = { ...keyOf(release), sk: 'BUILD_NUMBER' };
  const last = (await readItem<{ number: number }>(key))?.number;
  const number = Math.max(last ?? 0, least) + 1;
  const unchanged = { expression: '#number = :last', names: { '#number': 'number' }, values: { ':last': last } };
  return (await writeItem(key, { number }, last === undefined ? isAbsent : unchanged)) ? number : undefined;
}

function keyOf({ stack, version, variant }: VersionKey): Key {
  return { pk: `VERSION#${stack}#${version}#${variant}`, sk: 'VERSION' };
}
