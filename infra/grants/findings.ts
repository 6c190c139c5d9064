import type { Granting } from './grant';

/** Reads what Amazon Inspector has found, and whether it is switched on. */
export const readFindings: Granting = () => [{ actions: ['inspector2:BatchGetAccountStatus', 'inspector2:ListFindingAggregations'], resources: ['*'] }];
