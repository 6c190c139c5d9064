import type { Granting } from './form';

/** Compares bills of materials with the vulnerabilities that Amazon Inspector knows; IAM knows no resource of that. */
export const scanPackages: Granting = () => [{ actions: ['inspector-scan:ScanSbom'], resources: ['*'] }];

/** Reads what Amazon Inspector has found, and whether it is switched on. */
export const readFindings: Granting = () => [
  { actions: ['inspector2:BatchGetAccountStatus', 'inspector2:ListFindingAggregations'], resources: ['*'] },
];
