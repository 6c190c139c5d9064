/** A part of a bill of materials: the system or one of its packages, with the field names of CycloneDX 1.5. */
export interface Component {
  'bom-ref': string;
  type: 'operating-system' | 'application';
  name: string;
  version: string;
  purl?: string;
}

/** A bill of materials in CycloneDX 1.5. */
export interface Bill {
  bomFormat: 'CycloneDX';
  specVersion: '1.5';
  version: 1;
  components: Component[];
}

/** Amazon Inspector's limit of components in one request (API reference, ScanSbom). */
const mostComponents = 5000;

/** The name of the system in /etc/os-release, and the form of its packages in package URLs. */
interface System {
  name: string;
  version: string;
  vendor: string;
  distro: string;
}

// Amazon's generator of bills names this system differently; ubuntu, debian and fedora are the same.
const vendors: Readonly<Record<string, string>> = { amzn: 'amazon' };

/**
 * Returns the bills of materials of a package list: each names the system and has at most `most` components,
 * Inspector's limit. Returns undefined when the list does not name its system (lists of older builds do not) or has no
 * packages.
 */
export function billsOfMaterials(list: string, most = mostComponents): Bill[] | undefined {
  const lines = list.split('\n').map((line) => line.split('\t'));
  const system = systemOf(lines.find(([kind]) => kind === 'os'));
  if (!system) return undefined;
  const packages = lines.flatMap((line) => componentOf(line, system) ?? []);
  if (packages.length === 0) return undefined;
  const bills: Bill[] = [];
  for (let start = 0; start < packages.length; start += most - 1) {
    const parts = [
      { type: 'operating-system' as const, name: system.name, version: system.version },
      ...packages.slice(start, start + most - 1),
    ];
    bills.push({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      components: parts.map((part, index) => ({ 'bom-ref': `comp-${index + 1}`, ...part })),
    });
  }
  return bills;
}

function systemOf([, name, version, id, codename]: string[] = []): System | undefined {
  if (!name || !version || !id) return undefined;
  return { name, version, vendor: vendors[id] ?? id, distro: codename || version };
}

/**
 * Returns a package with a package URL in the form of Amazon Inspector's generator of bills (inspector-sbomgen), which
 * the scan expects.
 */
function componentOf(
  [manager, name, full = '', architecture, last]: string[],
  { vendor, distro }: System,
): Omit<Component, 'bom-ref'> | undefined {
  if (!name || full === '') return undefined;
  const component = (version: string, purl: string) => ({ type: 'application' as const, name, version, purl });
  const encoded = encodeURIComponent(name);
  if (manager === 'pip')
    return component(
      full,
      `pkg:pypi/${encodeURIComponent(name.toLowerCase().replaceAll('_', '-'))}@${encodeURIComponent(full)}`,
    );
  // Keys of signers are listed with the rpm packages, without an architecture.
  if (!architecture || architecture === '(none)') return undefined;
  const qualifiers = (epoch: string) => `arch=${architecture}&distro=${distro}&epoch=${epoch}`;
  if (manager === 'rpm')
    return component(full, `pkg:rpm/${vendor}/${encoded}@${encodeURIComponent(full)}?${qualifiers(last || '0')}`);
  if (manager !== 'dpkg') return undefined;
  const [, epoch = '0', version = full] = /^(\d+):(.+)$/.exec(full) ?? [];
  const source = last && last !== name ? `&source=${encodeURIComponent(last)}` : '';
  return component(
    version,
    `pkg:deb/${vendor}/${encoded}@${encodeURIComponent(version)}?${qualifiers(epoch)}${source}`,
  );
}
