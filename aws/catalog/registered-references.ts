import type { RegisteredReference } from '../../core/reference/registered';
import { imageKey } from './images';
import { readItem, removeItem, writeItem, type Key } from './store/items';
import { findAll } from './store/queries';

// Ended references stay visible for this long.
const kept = 30 * 86_400;

/** Writes a registered reference, over one of the same image and name. */
export async function putRegisteredReference(reference: RegisteredReference): Promise<void> {
  const { region, ami_id, name, until } = reference;
  await writeItem(
    {
      ...keyOf(region, ami_id, name),
      gsi1pk: 'REFERENCES',
      gsi1sk: `${region}#${ami_id}#${name}`,
      ...(until && { expires_at: Math.ceil(Date.parse(until) / 1000) + kept }),
    },
    reference,
  );
}

/** Removes a registered reference and returns it; undefined when there is none of that name. */
export async function removeRegisteredReference(
  region: string,
  amiId: string,
  name: string,
): Promise<RegisteredReference | undefined> {
  const known = await readItem<RegisteredReference>(keyOf(region, amiId, name));
  if (known) await removeItem(keyOf(region, amiId, name), { expression: 'attribute_exists(pk)' });
  return known;
}

/** Returns the registered references of one image, read consistently, including ended ones. */
export function registeredReferencesOf(region: string, amiId: string): Promise<RegisteredReference[]> {
  return findAll<RegisteredReference>({ partition: imageKey(region, amiId).pk, startsWith: 'REFERENCE#' });
}

/** Returns all registered references of a region or of all regions. The index is a moment behind. */
export function allRegisteredReferences(region?: string): Promise<RegisteredReference[]> {
  return findAll<RegisteredReference>({
    index: 'gsi1',
    partition: 'REFERENCES',
    ...(region && { startsWith: `${region}#` }),
  });
}

function keyOf(region: string, amiId: string, name: string): Key {
  return { pk: imageKey(region, amiId).pk, sk: `REFERENCE#${name}` };
}
