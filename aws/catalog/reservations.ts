import { readItem, removeItem, writeItem, type Condition, type Key } from './store/items';

/**
 * Reserves an image name in a region for a run. Returns false when another run holds it. A repetition by the same run
 * succeeds.
 */
export function reserveName(region: string, name: string, buildId: string): Promise<boolean> {
  return reserve(keyOf(region, name), buildId);
}

/** Returns the id of the run that holds a name; undefined when the name is free. */
export function readReservation(region: string, name: string): Promise<string | undefined> {
  return holderOf(keyOf(region, name));
}

/** Releases a name if the run holds it. Returns whether it did. */
export function releaseName(region: string, name: string, buildId: string): Promise<boolean> {
  return removeItem(keyOf(region, name), heldBy(buildId));
}

/**
 * Reserves an instance for the run that creates an image of it. Returns false when another run holds it. A repetition
 * by the same run succeeds. `from` is a run whose reservation may be replaced.
 */
export function reserveInstance(region: string, instanceId: string, buildId: string, from?: string): Promise<boolean> {
  return reserve(keyOfInstance(region, instanceId), buildId, from);
}

/** Returns the id of the run that creates an image of an instance; undefined when there is none. */
export function readInstanceReservation(region: string, instanceId: string): Promise<string | undefined> {
  return holderOf(keyOfInstance(region, instanceId));
}

/** Releases an instance if the run holds it. Returns whether it did. */
export function releaseInstance(region: string, instanceId: string, buildId: string): Promise<boolean> {
  return removeItem(keyOfInstance(region, instanceId), heldBy(buildId));
}

function reserve(key: Key, buildId: string, from = buildId): Promise<boolean> {
  return writeItem(
    key,
    { build_id: buildId },
    {
      expression: 'attribute_not_exists(pk) OR build_id = :build OR build_id = :from',
      values: { ':build': buildId, ':from': from },
    },
  );
}

async function holderOf(key: Key): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(key))?.build_id;
}

function keyOfInstance(region: string, instanceId: string): Key {
  return { pk: `INSTANCE#${region}#${instanceId}`, sk: 'IMAGE' };
}

function keyOf(region: string, name: string): Key {
  return { pk: `NAME#${region}#${name}`, sk: 'NAME' };
}

function heldBy(buildId: string): Condition {
  return { expression: 'build_id = :build', values: { ':build': buildId } };
}
