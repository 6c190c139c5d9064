import * as z from 'zod';

/** Source of a package: rpm and dpkg are the system's, pip is Python's. */
const managers = ['rpm', 'dpkg', 'pip'] as const;

/** A package of an image. Parallel versions of one name (kernels) are joined by commas. */
export const installedPackage = z.object({ manager: z.enum(managers), name: z.string(), version: z.string() });

export type InstalledPackage = z.output<typeof installedPackage>;

/**
 * Parses the package list of a build: a line for each package, `manager TAB name TAB version`. Sorted by manager and
 * name; a line of another form is left out.
 */
export function parsePackages(text: string): InstalledPackage[] {
  const versions = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [manager = '', name = '', version = ''] = line.split('\t');
    if (!(managers as readonly string[]).includes(manager) || name === '' || version === '') continue;
    const key = `${manager}\t${name}`;
    versions.set(key, [...(versions.get(key) ?? []), version]);
  }
  return [...versions]
    .map(([key, found]) => {
      const [manager = '', name = ''] = key.split('\t');
      return { manager: manager as InstalledPackage['manager'], name, version: [...new Set(found)].sort().join(', ') };
    })
    .sort(inOrder);
}

export type PackageChange = { manager: InstalledPackage['manager']; name: string; from?: string; to?: string };

/**
 * Returns the packages that differ between two lists. `from` is absent for an added package, `to` for a removed one.
 */
export function changedPackages(from: readonly InstalledPackage[], to: readonly InstalledPackage[]): PackageChange[] {
  const keyOf = ({ manager, name }: InstalledPackage) => `${manager}\t${name}`;
  const before = new Map(from.map((each) => [keyOf(each), each]));
  const after = new Map(to.map((each) => [keyOf(each), each]));
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((key): PackageChange[] => {
    const [old, next] = [before.get(key), after.get(key)];
    if (old?.version === next?.version) return [];
    const { manager, name } = (next ?? old)!;
    return [{ manager, name, ...(old && { from: old.version }), ...(next && { to: next.version }) }];
  });
  return changes.sort(inOrder);
}

function inOrder(one: { manager: string; name: string }, other: { manager: string; name: string }): number {
  if (one.manager !== other.manager) return one.manager < other.manager ? -1 : 1;
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0;
}
