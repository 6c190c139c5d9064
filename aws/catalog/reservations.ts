import { readItem, removeItem, writeItem, type Condition, type Key } from './store/items';

/** Reserves an image's name in a region for a run; false when another run holds it. Reserving twice is fine. */
export function reserveName(region: string, name: string, buildId: string): Promise<boolean> {
  return writeItem(
    keyOf(region, name),
    { build_id: buildId },
    { expression: `attribute_not_exists(pk) OR ${heldBy(buildId).expression}`, values: heldBy(buildId).values },
  );
}

/** Id of the run that holds a name; undefined when it is free. */
export async function readReservation(region: string, name: string): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(keyOf(region, name)))?.build_id;
}

/** Gives a name back, if the run holds it; whether it did. */
export function releaseName(region: string, name: string, buildId: string): Promise<boolean> {
  return removeItem(keyOf(region, name), heldBy(buildId));
}

/**
 * Reserves an instance for the run that makes an image of it; false when another run holds it. Reserving twice is fine.
 * `from` takes the place of that run.
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

/** Id of the run that makes an image of an instance; undefined when none does. */
export async function readInstanceReservation(region: string, instanceId: string): Promise<string | undefined> {
  return (await readItem<{ build_id: string }>(keyOfInstance(region, instanceId)))?.build_id;
}

/** Gives an instance back, if the run holds it; whether it did. */
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
