import type { Granting } from './form';

/**
 * Compares bills of materials with the vulnerabilities that Amazon Inspector knows. IAM has no resource type for that.
 */
export const scanPackages: Granting = () => [{ actions: ['inspector-scan:ScanSbom'], resources: ['*'] }];

/** Reads the findings of Amazon Inspector, and whether it is enabled. */
export const readFindings: Granting = () => [
  { actions: ['inspector2:BatchGetAccountStatus', 'inspector2:ListFindingAggregations'], resources: ['*'] },
];
