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

function keyOf(region: string, name: string): Key {
  return { pk: `NAME#${region}#${name}`, sk: 'NAME' };
}

function heldBy(buildId: string): Condition {
  return { expression: 'build_id = :build', values: { ':build': buildId } };
}
