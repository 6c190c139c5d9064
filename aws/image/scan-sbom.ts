import type { Inspector2ClientResolvedConfig, ListFindingsCommandOutput } from '@aws-sdk/client-inspector2';
import { makeBuilder, type Client } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import { inspectorScan } from '../client/clients';

type Metadata = Pick<ListFindingsCommandOutput, '$metadata'>;
type Operation = Parameters<ReturnType<typeof makeBuilder>>[3];

// The operation in the format of the SDK's generator: 9 is an operation, 3 a structure, 15 a JSON document, 0 text.
const namespace = 'com.amazonaws.inspectorscan';
const operation: Operation = [
  9,
  namespace,
  'ScanSbom',
  { http: ['POST', '/scan/sbom', 200] },
  () => [3, namespace, 'ScanSbomRequest', 0, ['sbom', 'outputFormat'], [15, 0]],
  () => [3, namespace, 'ScanSbomResponse', 0, ['sbom'], [15]],
];
const parameters = {
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
} as const;
const command = makeBuilder<Inspector2ClientResolvedConfig, object, Metadata>(
  parameters,
  'InspectorScan',
  'InspectorScanClient',
  getEndpointPlugin,
);

class ScanSbomCommand extends command<{ sbom: object; outputFormat: 'CYCLONE_DX_1_5' }, Metadata & { sbom?: unknown }>(
  {},
  () => [],
  'ScanSbom',
  operation,
) {}

/**
 * Compares a bill of materials (CycloneDX 1.5, at most 5,000 components) with the vulnerabilities that Amazon Inspector
 * knows, in a region with its scanning API. Returns the answer unchanged, up to 10 MB (API reference, ScanSbom).
 */
export async function scanSbom(region: string, sbom: object): Promise<unknown> {
  const client: Client<object, object, Metadata, Inspector2ClientResolvedConfig> = inspectorScan(region);
  return (await client.send(new ScanSbomCommand({ sbom, outputFormat: 'CYCLONE_DX_1_5' }))).sbom;
}
