import * as fc from 'fast-check';
import { billsOfMaterials } from '../../../core/provenance/bill-of-materials';
import { judgeComparison, packageScan, scanText } from '../../../core/provenance/package-scan';
import { readAnswers, type Comparison } from '../../../core/provenance/scan-answers';
import {
  vulnerabilitySeverities,
  type Vulnerability,
  type VulnerabilityLimit,
} from '../../../core/model/vulnerability';

const line = (...columns: string[]) => columns.join('\t');
const amazonLinux = line('os', 'Amazon Linux', '2023', 'amzn', '');
const ubuntu = line('os', 'Ubuntu', '22.04', 'ubuntu', 'jammy');
const purls = (...lines: string[]) =>
  billsOfMaterials(lines.join('\n'))
    ?.flatMap(({ components }) => components.map(({ purl }) => purl))
    .slice(1);

describe('a bill of materials', () => {
  test('names system and packages as Amazon Inspector’s own generator does', () => {
    expect(
      billsOfMaterials(`${amazonLinux}\n${line('rpm', 'openssl-libs', '3.0.8-1.amzn2023.0.11', 'x86_64', '1')}\n`),
    ).toEqual([
      {
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        version: 1,
        components: [
          { 'bom-ref': 'comp-1', type: 'operating-system', name: 'Amazon Linux', version: '2023' },
          {
            'bom-ref': 'comp-2',
            type: 'application',
            name: 'openssl-libs',
            version: '3.0.8-1.amzn2023.0.11',
            purl: 'pkg:rpm/amazon/openssl-libs@3.0.8-1.amzn2023.0.11?arch=x86_64&distro=2023&epoch=1',
          },
        ],
      },
    ]);
    expect(
      purls(
        ubuntu,
        line('dpkg', 'libprocps8', '2:3.3.17-6ubuntu2.1', 'amd64', 'procps'),
        line('dpkg', 'libstdc++6', '12.3.0-1ubuntu1~22.04', 'amd64', 'gcc-12'),
        line('dpkg', 'adduser', '3.118ubuntu5', 'all', 'adduser'),
      ),
    ).toEqual([
      'pkg:deb/ubuntu/libprocps8@3.3.17-6ubuntu2.1?arch=amd64&distro=jammy&epoch=2&source=procps',
      'pkg:deb/ubuntu/libstdc%2B%2B6@12.3.0-1ubuntu1~22.04?arch=amd64&distro=jammy&epoch=0&source=gcc-12',
      'pkg:deb/ubuntu/adduser@3.118ubuntu5?arch=all&distro=jammy&epoch=0',
    ]);
    expect(purls(amazonLinux, line('pip', 'Jinja2', '3.1.2'), line('pip', 'torch', '2.2.0+cu121'))).toEqual([
      'pkg:pypi/jinja2@3.1.2',
      'pkg:pypi/torch@2.2.0%2Bcu121',
    ]);
  });

  test('leaves out keys of signers, and cannot be made of a list that names no system', () => {
    expect(
      purls(amazonLinux, line('rpm', 'gpg-pubkey', 'd832c631-6515c85e', '(none)', '0'), line('pip', 'wheel', '0.42.0')),
    ).toEqual(['pkg:pypi/wheel@0.42.0']);
    expect(billsOfMaterials(line('rpm', 'bash', '5.2.15-1'))).toBeUndefined();
    expect(billsOfMaterials(amazonLinux)).toBeUndefined();
  });

  test('is split where it would be too long, without losing or doubling a package, and each part names the system', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 2, max: 12 }), (count, most) => {
        const names = Array.from({ length: count }, (_, index) => `package-${index}`);
        const bills = billsOfMaterials(
          [amazonLinux, ...names.map((name) => line('pip', name, '1.0'))].join('\n'),
          most,
        )!;
        expect(
          bills.every(({ components }) => components.length <= most && components[0]?.name === 'Amazon Linux'),
        ).toBe(true);
        expect(bills.flatMap(({ components }) => components.slice(1).map(({ name }) => name))).toEqual(names);
      }),
    );
  });
});

const scanner = 'amazon:inspector:sbom_scanner';
const rating = (source: string, severity: string) => ({ severity, source: { name: source } });
/** An answer in the form of one that Amazon Inspector gave in May 2024 to a bill of Ubuntu 22.04. */
const answer = (changes: Record<string, unknown> = {}) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  metadata: {
    timestamp: '2024-05-22T15:41:13.956Z',
    properties: Object.entries({ critical: 0, high: 1, medium: 1, low: 0, other: 1 }).map(([severity, count]) => ({
      name: `${scanner}:${severity}_vulnerabilities`,
      value: String(count),
    })),
  },
  components: [
    { 'bom-ref': 'comp-1', name: 'Ubuntu', type: 'operating-system', version: '22.04' },
    {
      'bom-ref': 'comp-2',
      name: 'bash',
      version: '5.1-6ubuntu1',
      purl: 'pkg:deb/ubuntu/bash@5.1-6ubuntu1?arch=amd64&distro=jammy&epoch=0',
    },
    {
      'bom-ref': 'comp-3',
      name: 'login',
      version: '4.8.1-2ubuntu2.1%7E22.04',
      purl: 'pkg:deb/ubuntu/login@4.8.1-2ubuntu2.1?arch=amd64&distro=jammy&epoch=1&source=shadow',
    },
    {
      'bom-ref': 'comp-4',
      name: 'acl',
      version: '2.3.1-1',
      purl: 'pkg:deb/ubuntu/acl@2.3.1-1?arch=amd64&distro=jammy&epoch=0',
      properties: [{ name: `${scanner}:info`, value: 'Component skipped: no rules found.' }],
    },
  ],
  vulnerabilities: [
    { id: 'CVE-2024-2961', affects: [{ ref: 'comp-4' }], ratings: [rating('EPSS', 'none')] },
    {
      id: 'CVE-2023-4641',
      affects: [{ ref: 'comp-3' }],
      ratings: [rating('Ubuntu Linux', 'low'), rating('NVD', 'medium')],
      properties: [{ name: `${scanner}:fixed_version:comp-3`, value: '1:4.8.1-2ubuntu2.2' }],
    },
    {
      id: 'CVE-2022-3715',
      affects: [{ ref: 'comp-2' }],
      ratings: [rating('NVD', 'high'), rating('Ubuntu Linux', 'medium')],
      properties: [{ name: `${scanner}:fixed_version:comp-2`, value: '0:5.1-6ubuntu1.1' }],
    },
  ],
  ...changes,
});

describe('what Amazon Inspector answers', () => {
  test('is read as it counts itself: by the rating of the National Vulnerability Database, the worst first', () => {
    expect(readAnswers([answer()])).toEqual({
      counts: { critical: 0, high: 1, medium: 1, low: 1 },
      vulnerabilities: [
        {
          id: 'CVE-2022-3715',
          severity: 'high',
          package: 'bash',
          installed: '5.1-6ubuntu1',
          fixed: '0:5.1-6ubuntu1.1',
        },
        {
          id: 'CVE-2023-4641',
          severity: 'medium',
          package: 'login',
          installed: '4.8.1-2ubuntu2.1~22.04',
          fixed: '1:4.8.1-2ubuntu2.2',
        },
        { id: 'CVE-2024-2961', severity: 'other', package: 'acl', installed: '2.3.1-1' },
      ],
    });
  });

  test('counts a vulnerability once that several parts of a long bill have, and never less than Inspector does', () => {
    expect(readAnswers([answer(), answer()])).toEqual(readAnswers([answer()]));
    const told = answer({ metadata: { properties: [{ name: `${scanner}:critical_vulnerabilities`, value: '2' }] } });
    expect(readAnswers([told])).toMatchObject({ counts: { critical: 2, high: 1 } });
  });

  test('is unknown, and not free of vulnerabilities, where the system is not known or the answer has another form', () => {
    const skipped = answer().components.map((each) => ({
      ...each,
      properties: [{ name: `${scanner}:info`, value: 'Component skipped: no rules found.' }],
    }));
    expect(readAnswers([answer({ components: skipped, vulnerabilities: undefined })])).toMatch(
      /^Amazon Inspector does not support this system/,
    );
    for (const other of [undefined, {}, { messages: [], vulnerabilities: [] }, answer({ vulnerabilities: 'none' })])
      expect(readAnswers([answer(), other])).toMatch(/^the answer of Amazon Inspector cannot be read/);
  });
});

const vulnerability = (
  id: string,
  severity: Vulnerability['severity'],
  changes: Partial<Vulnerability> = {},
): Vulnerability => ({ id, severity, package: 'openssl', installed: '3.0.8', fixed: '3.0.9', ...changes });
const compared = (...vulnerabilities: Vulnerability[]): Comparison => {
  const count = (...severities: string[]) =>
    vulnerabilities.filter(({ severity }) => severities.includes(severity)).length;
  return {
    vulnerabilities,
    counts: { critical: count('critical'), high: count('high'), medium: count('medium'), low: count('low', 'other') },
  };
};
const refusal = (found: Comparison | string, limit: Partial<VulnerabilityLimit> = {}): string | undefined => {
  try {
    judgeComparison(found, { fail_on: 'critical', ignore: [], ...limit });
    return undefined;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

describe('a build', () => {
  const bad = compared(
    vulnerability('CVE-1', 'critical'),
    vulnerability('CVE-2', 'critical', { fixed: undefined }),
    vulnerability('CVE-3', 'high'),
  );

  test('fails with counts, the worst and the way out when a vulnerability is as bad as the recipe says', () => {
    expect(refusal(bad)).toBe(
      'VulnerabilitiesFound: the image has 2 critical findings in packages: CVE-1 in openssl 3.0.8 (fixed in 3.0.9), CVE-2 in openssl 3.0.8 (no fixed version yet). Update the packages in a provision script or use a newer base; to accept single vulnerabilities, set `vulnerabilities: { ignore: [ID] }` in the recipe.',
    );
    expect(refusal(bad, { fail_on: 'high' })).toContain('2 critical and 1 high findings in packages');
    expect(refusal(bad, { ignore: ['CVE-1', 'CVE-2'] })).toBeUndefined();
    expect(refusal(bad, { fail_on: 'high', ignore: ['CVE-1', 'CVE-2'] })).toContain(
      '1 high finding in packages: CVE-3',
    );
    expect(refusal(bad, { fail_on: 'none' })).toBeUndefined();
    expect(refusal({ ...bad, counts: { ...bad.counts, critical: 3 } }, { ignore: ['CVE-1', 'CVE-2'] })).toContain(
      'the image has 1 critical finding in packages. Update',
    );
  });

  test('fails when the packages could not be compared, unless the recipe publishes whatever is found', () => {
    expect(refusal('nobody answered')).toMatch(/^VulnerabilitiesUnknown: .*nobody answered.*fail_on: none/);
    expect(refusal('nobody answered', { fail_on: 'none' })).toBeUndefined();
  });

  const lists = fc
    .uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 30 }).map((number) => `CVE-${number}`),
        severity: fc.constantFrom(...vulnerabilitySeverities),
      }),
      { selector: ({ id }) => id },
    )
    .map((all) => compared(...all.map(({ id, severity }) => vulnerability(id, severity))));

  test('that passes by a stricter limit passes by a looser one, and letting more pass never fails it', () => {
    fc.assert(
      fc.property(lists, fc.subarray(['CVE-1', 'CVE-2', 'CVE-3', 'CVE-4']), (found, ignore) => {
        const verdicts = (['medium', 'high', 'critical', 'none'] as const).map(
          (fail_on) => refusal(found, { fail_on, ignore }) === undefined,
        );
        expect(verdicts).toEqual([...verdicts].sort());
        if (refusal(found, { fail_on: 'medium' }) === undefined)
          expect(refusal(found, { fail_on: 'medium', ignore })).toBeUndefined();
        expect(
          refusal(found, { fail_on: 'medium', ignore: found.vulnerabilities.map(({ id }) => id) }),
        ).toBeUndefined();
      }),
    );
  });
});

test('an image keeps the counts, the ten worst and where the whole answer lies, or why nothing is known', () => {
  const many = compared(...Array.from({ length: 12 }, (_, index) => vulnerability(`CVE-${index}`, 'low')));
  const now = new Date('2026-01-14T10:00:00Z');
  const scan = packageScan(many, now, { key: 'k', digest: 'd' });
  expect([scan.worst?.length, scan.report, scanText(scan)]).toEqual([
    10,
    { key: 'k', digest: 'd' },
    '12 low findings in packages',
  ]);
  expect(scanText(packageScan('no list', now))).toBe('unknown: no list');
});
