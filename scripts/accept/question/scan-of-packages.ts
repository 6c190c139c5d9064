import { billsOfMaterials } from '../../../core/provenance/bill-of-materials';
import { readAnswers } from '../../../core/provenance/scan-answers';
import { codeOf } from '../run/session';
import { confirmed, notAsked, refuted, type Question } from './form';

/** A package of each system that has had known vulnerabilities for years, as the package list of a build names it. */
const vulnerable: Readonly<Record<string, readonly string[]>> = {
  'Amazon Linux 2023': ['os\tAmazon Linux\t2023\tamzn\t', 'rpm\tcurl\t7.85.0-1.amzn2023.0.1\tx86_64\t0'],
  'Ubuntu 22.04': ['os\tUbuntu\t22.04\tubuntu\tjammy', 'dpkg\topenssl\t3.0.2-0ubuntu1.1\tamd64\topenssl'],
  'Ubuntu 24.04': ['os\tUbuntu\t24.04\tubuntu\tnoble', 'dpkg\topenssl\t3.0.13-0ubuntu3\tamd64\topenssl'],
  Python: ['os\tAmazon Linux\t2023\tamzn\t', 'rpm\tcurl\t7.85.0-1.amzn2023.0.1\tx86_64\t0', 'pip\tDjango\t3.2.0'],
};

/** Whether Amazon Inspector knows the package URLs of our bills. */
export const scanOfPackages: Question = {
  id: 'scan-sbom-knows-our-packages',
  asks: 'Does ScanSbom recognize the package URLs of our bills of materials?',
  how: 'A bill with one package that is known to be vulnerable, for each system, goes to ScanSbom.',
  answers: {
    confirmed: 'Every bill is answered with a vulnerability of its package.',
    refuted: 'A bill has no vulnerability in its answer.',
  },
  notLocally: 'its vulnerabilities are made up',
  async act(session) {
    const blind: string[] = [];
    for (const [system, lines] of Object.entries(vulnerable)) {
      const [sbom] = billsOfMaterials(lines.join('\n'))!;
      const last = lines.at(-1)!.split('\t')[1]!;
      try {
        const answer = await session.call('inspector-scan', 'ScanSbom', session.region, {
          sbom,
          outputFormat: 'CYCLONE_DX_1_5',
        });
        const read = readAnswers([answer.sbom]);
        const known = typeof read !== 'string' && read.vulnerabilities.some(({ package: name }) => name === last);
        if (!known) blind.push(`${system}: ${typeof read === 'string' ? 'system unknown' : 'no vulnerability'}`);
      } catch (error) {
        return notAsked(`ScanSbom answered ${codeOf(error)}`);
      }
    }
    return blind.length === 0
      ? confirmed(`a vulnerability of the package for ${Object.keys(vulnerable).join(', ')}`)
      : refuted(blind.join('; '));
  },
};
