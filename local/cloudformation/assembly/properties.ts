/**
 * Returns the property paths of a resource that no listed path covers (`VpcConfig`, `Target.EcsParameters`); positions
 * in lists are left out. A listed path covers everything below it.
 */
export function unknownProperties(properties: unknown, known: readonly string[], path = ''): string[] {
  if (path !== '' && known.includes(path)) return [];
  const leads = path === '' || known.some((entry) => entry.startsWith(`${path}.`));
  if (!leads) return [path];
  if (Array.isArray(properties))
    return [...new Set(properties.flatMap((entry) => unknownProperties(entry, known, path)))];
  if (typeof properties !== 'object' || properties === null) return [path];
  return Object.entries(properties).flatMap(([key, value]) =>
    unknownProperties(value, known, path === '' ? key : `${path}.${key}`),
  );
}
