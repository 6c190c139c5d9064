import * as z from 'zod';

/**
 * Returns the keys that a schema knows at a path, where an index stands for an item of a list; none where the schema
 * has no keys of its own.
 */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: z.ZodType | undefined = schema;
  for (const key of path) at = at && inner(at, key);
  const object = at && unwrapped(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape as Record<string, unknown>) : [];
}

function inner(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  const plain = unwrapped(schema);
  if (plain instanceof z.ZodArray) return plain.element as z.ZodType;
  return plain instanceof z.ZodObject ? (plain.shape as Record<PropertyKey, z.ZodType>)[key] : undefined;
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return unwrapped(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodUnion)
    return unwrapped((schema.options as z.ZodType[]).find((option) => option instanceof z.ZodObject) ?? z.unknown());
  return schema;
}
