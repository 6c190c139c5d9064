import { readItem, removeItem, writeItem, type Key } from './store/items';

/**
 * Makes a run the one that answers a request's digest; false when another run holds it. `insteadOf` names a run that
 * may be replaced: one that failed, or whose image is no longer fit.
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

/** Id of the run that answers a request's digest; undefined when there is none. */
export async function readDigest(digest: string): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(keyOf(digest)))?.build_id;
}

/** Lets the next request of a digest start anew, if the run holds it; whether it did. */
export function releaseDigest(digest: string, buildId: string): Promise<boolean> {
  return removeItem(keyOf(digest), { expression: 'build_id = :build', values: { ':build': buildId } });
}

function keyOf(digest: string): Key {
  return { pk: `DIGEST#${digest}`, sk: 'DIGEST' };
}
