/** A package of a distribution, as a fixture: what installing it puts on the disk. */
export interface Package {
  readonly name: string;
  /** Upstream version, without the distribution's part. */
  readonly version: string;
  /** The distribution's part: the release of an rpm, the revision of a deb. */
  readonly release: string;
  readonly megabytes: number;
  readonly requires: string[];
  readonly paths: string[];
}

/**
 * Reads a table with a package on each line: name, version-release, megabytes, required packages (comma separated,
 * `-` for none) and the paths that it brings.
 */
export function readPackages(table: string): Map<string, Package> {
  const packages = new Map<string, Package>();
  for (const line of table.split('\n').filter((one) => one.trim() !== '')) {
    const [name = '', full = '', megabytes = '1', requires = '-', ...paths] = line.trim().split(/\s+/);
    const dash = full.lastIndexOf('-');
    packages.set(name, {
      name,
      version: dash < 0 ? full : full.slice(0, dash),
      release: dash < 0 ? '' : full.slice(dash + 1),
      megabytes: Number(megabytes),
      requires: requires === '-' ? [] : requires.split(','),
      paths,
    });
  }
  return packages;
}

/**
 * Returns a package and all that it requires and that is not there yet, requirements first; or the name that nobody
 * has.
 */
export function resolvePackages(
  index: Map<string, Package>,
  names: string[],
  isInstalled: (name: string) => boolean,
): Package[] | { missing: string } {
  const chosen = new Map<string, Package>();
  const visit = (name: string): string | undefined => {
    if (chosen.has(name) || isInstalled(name)) return undefined;
    const one = index.get(name);
    if (one === undefined) return name;
    for (const required of one.requires) {
      const missing = visit(required);
      if (missing !== undefined) return missing;
    }
    chosen.set(name, one);
    return undefined;
  };
  for (const name of names) {
    const missing = visit(name);
    if (missing !== undefined) return { missing };
  }
  return [...chosen.values()];
}

/** Returns an index with packages that it does not have: without files, with a version that says that it is assumed. */
export function withAssumed(index: Map<string, Package>, names: readonly string[]): Map<string, Package> {
  const assumed = names.map((name): [string, Package] => [
    name,
    { name, version: '0', release: 'assumed', megabytes: 1, requires: [], paths: [] },
  ]);
  return assumed.length === 0 ? index : new Map([...index, ...assumed]);
}
