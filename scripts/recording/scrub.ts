const mostItems = 5;
const constant = /^[A-Z]?[a-z]+(-[a-z]+)*$|^[A-Z_]+$/;
const kinds: readonly [RegExp, string][] = [
  [/^arn:/, '<arn>'],
  [/^\d{12}$/, '<account>'],
  [/^[a-z]+-([0-9a-f]{8}|[0-9a-f]{17})$/, '<id>'],
];
// Members whose values are AWS's own words, not the account's.
const words = new Set([
  'State',
  'Type',
  'Status',
  'Architecture',
  'VirtualizationType',
  'Hypervisor',
  'RootDeviceType',
  'ImageType',
  'VolumeType',
  'InstanceType',
  'Unit',
  'QuotaCode',
  'ServiceCode',
  'EvalDecision',
  'OptInStatus',
  'LocationType',
]);

/**
 * An answer without anything of the account: of strings only their kind stays, but for AWS's own words in members that
 * hold such. Times become `<time>`, bytes `<bytes>`; a list keeps its first five items, the metadata of the call and
 * tokens of pages go.
 */
export function scrubbed(value: unknown, member = ''): unknown {
  if (value instanceof Date) return '<time>';
  if (value instanceof Uint8Array) return '<bytes>';
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => scrubbed(item, member));
  if (typeof value === 'string')
    return (
      kinds.find(([pattern]) => pattern.test(value))?.[1] ??
      (words.has(member) && constant.test(value) ? value : '<text>')
    );
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([name, inner]) => inner !== undefined && !/^(\$metadata|nextToken)$/i.test(name),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, scrubbed(inner, name)]));
}
