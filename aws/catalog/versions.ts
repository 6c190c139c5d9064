import type { VersionClaim, VersionKey } from '../../core/release/content';
import { isAbsent, readItem, writeItem, type Key } from './store/items';

/** Which content a version has, and the build that claimed it last; undefined when no build has. */
export function readVersion(release: VersionKey): Promise<VersionClaim | undefined> {
  return readItem<VersionClaim>(keyOf(release));
}

/**
 * Gives a version its content for a build; false when it has another one by now. `insteadOf` is a claim that may be
 * replaced whatever its content: nothing of it was published, or all of it is removed.
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

/**
 * The next number for a build of a version, above `least`; undefined when another build has taken it at this moment.
 */
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
