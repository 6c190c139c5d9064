import { readItem, removeItem, writeItem, type Key } from './store/items';

/**
 * Claims a request's digest for a run. Returns false when another run holds it. `insteadOf` names a run that may be
 * replaced because it failed or its image is unusable.
 */
export function claimDigest(digest: string, buildId: string, insteadOf = buildId): Promise<boolean> {
  return writeItem(
    keyOf(digest),
    { build_id: buildId },
    {
      expression: 'attribute_not_exists(pk) OR build_id IN (:build, :former)',
      values: { ':build': buildId, ':former': insteadOf },
    },
  );
}

/** Returns the id of the run that holds a request's digest; undefined when there is none. */
export async function readDigest(digest: string): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(keyOf(digest)))?.build_id;
}

/** Releases a digest if the run holds it, so that the same request starts a new run. Returns whether it did. */
export function releaseDigest(digest: string, buildId: string): Promise<boolean> {
  return removeItem(keyOf(digest), { expression: 'build_id = :build', values: { ':build': buildId } });
}

function keyOf(digest: string): Key {
  return { pk: `DIGEST#${digest}`, sk: 'DIGEST' };
}
