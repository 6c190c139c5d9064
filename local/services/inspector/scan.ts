import type { OperationService } from '../../kernel/service';
import { createService } from '../../kernel/service';
import type { World } from '../../kernel/types';
import { AwsError } from '../../kernel/types';
import { simulatedVulnerabilities, type SimulatedVulnerability } from './vulnerabilities';

export interface Scanner extends OperationService {
  /** From now on scans find this too, wherever the package is installed in another version than the fixed one. */
  learn(vulnerability: SimulatedVulnerability): void;
}

interface Component {
  type?: string;
  name?: string;
  version?: string;
  purl?: string;
}

const mostComponents = 5000;
const scanner = 'amazon:inspector:sbom_scanner';
/** By what operating systems call themselves; Inspector knows more. */
const systems: Readonly<Record<string, readonly string[]>> = {
  'Amazon Linux': ['2', '2023'],
  Ubuntu: ['22.04', '24.04'],
};

/**
 * Creates Amazon Inspector's scanning API: it compares bills of materials with a small list of vulnerabilities that are
 * made up.
 */
export function createScanner(world: World): Scanner {
  const known = [...simulatedVulnerabilities];

  function scan(components: readonly Component[]): Record<string, any> {
    const isKnown = components.some(
      ({ type, name = '', version = '' }) => type === 'operating-system' && systems[name]?.includes(version),
    );
    const parts = components.map((component, index) => ({ ...component, 'bom-ref': `comp-${index + 1}` }));
    const isRuled = ({ purl = '' }: Component): boolean =>
      purl.startsWith('pkg:pypi/') || (isKnown && /^pkg:(rpm|deb)\//.test(purl));
    const found = known.flatMap((each) => {
      const affected = parts.filter(
        (part) => isRuled(part) && part.name === each.package && part.version !== each.fixed,
      );
      return affected.length > 0 ? [{ each, affected }] : [];
    });
    const info = (part: Component & { 'bom-ref': string }): object => {
      if (part.purl === undefined || found.some(({ affected }) => affected.includes(part))) return {};
      return {
        properties: [
          {
            name: `${scanner}:info`,
            value: isRuled(part)
              ? 'Component scanned: no vulnerabilities found.'
              : 'Component skipped: no rules found.',
          },
        ],
      };
    };
    const count = (severity: string) => ({
      name: `${scanner}:${severity}_vulnerabilities`,
      value: String(found.filter(({ each }) => each.severity === severity).length),
    });
    return {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      metadata: {
        timestamp: new Date(world.clock.now()).toISOString(),
        tools: { services: [{ name: 'Amazon Inspector Scan SBOM API', version: 'simulated' }] },
        properties: ['critical', 'high', 'medium', 'low', 'other'].map(count),
      },
      components: parts.map((part) => ({ ...part, ...info(part) })),
      ...(found.length > 0 && {
        vulnerabilities: found.map(({ each, affected }, index) => ({
          'bom-ref': `vuln-${index + 1}`,
          id: each.id,
          description: 'Made up by the simulation.',
          source: { name: 'NVD', url: `https://nvd.nist.gov/vuln/detail/${each.id}` },
          ratings: [{ severity: each.severity, method: 'CVSSv31', source: { name: 'NVD' } }],
          affects: affected.map((part) => ({ ref: part['bom-ref'] })),
          properties:
            each.fixed === undefined
              ? []
              : affected.map((part) => ({ name: `${scanner}:fixed_version:${part['bom-ref']}`, value: each.fixed })),
        })),
      }),
    };
  }

  const service = createService('inspector-scan', {
    ScanSbom: {
      parameters: ['sbom', 'outputFormat'],
      run(call) {
        call.authorize('inspector-scan:ScanSbom', '*');
        const { sbom, outputFormat = 'CYCLONE_DX_1_5' } = call.input;
        if (outputFormat !== 'CYCLONE_DX_1_5')
          throw new AwsError(
            'UnsupportedParameter',
            `inspector-scan ScanSbom.outputFormat ${outputFormat} is not simulated.`,
          );
        if (sbom?.bomFormat !== 'CycloneDX' || sbom.specVersion !== '1.5' || !Array.isArray(sbom.components))
          throw new AwsError('ValidationException', 'The SBOM must be in CycloneDX 1.5 format.');
        if (sbom.components.length > mostComponents)
          throw new AwsError(
            'ValidationException',
            `The SBOM has ${sbom.components.length} components; at most ${mostComponents} are allowed.`,
          );
        return { sbom: scan(sbom.components) };
      },
    },
  });
  return { ...service, learn: (vulnerability) => void known.push(vulnerability) };
}
