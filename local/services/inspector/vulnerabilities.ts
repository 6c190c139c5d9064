/** A vulnerability of the simulation: every version of the package has it but the fixed one. */
export interface SimulatedVulnerability {
  id: string;
  severity: 'critical' | 'high' | 'medium' | 'low';
  package: string;
  fixed?: string;
}

/**
 * Made up in November 2026, and no real vulnerabilities: what is known of packages that the bases have, so that a scan
 * has something to say. Nothing here is bad enough to fail a build by itself.
 */
export const simulatedVulnerabilities: readonly SimulatedVulnerability[] = [
  { id: 'SIMULATED-2026-0001', severity: 'medium', package: 'openssl', fixed: '3.0.8-1.amzn2023.0.13' },
  { id: 'SIMULATED-2026-0002', severity: 'low', package: 'less' },
];
