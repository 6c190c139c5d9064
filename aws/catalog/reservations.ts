import { readItem, removeItem, writeItem, type Condition, type Key } from './store/items';

/**
 * Reserves an image name in a region for a run. Returns false when another run holds it. A repetition by the same run
 * succeeds.
 */
export function reserveName(region: string, name: string, buildId: string): Promise<boolean> {
  return writeItem(
    keyOf(region, name),
    { build_id: buildId },
    { expression: `attribute_not_exists(pk) OR ${heldBy(buildId).expression}`, values: heldBy(buildId).values },
  );
}

/** Returns the id of the run that holds a name; undefined when the name is free. */
export async function readReservation(region: string, name: string): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(keyOf(region, name)))?.build_id;
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
  return writeItem(
    keyOfInstance(region, instanceId),
    { build_id: buildId },
    {
      expression: `attribute_not_exists(pk) OR build_id = :build OR build_id = :from`,
      values: { ':build': buildId, ':from': from ?? buildId },
    },
  );
}

/** Returns the id of the run that creates an image of an instance; undefined when there is none. */
export async function readInstanceReservation(region: string, instanceId: string): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(keyOfInstance(region, instanceId)))?.build_id;
}

/** Releases an instance if the run holds it. Returns whether it did. */
export function releaseInstance(region: string, instanceId: string, buildId: string): Promise<boolean> {
  return removeItem(keyOfInstance(region, instanceId), heldBy(buildId));
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
