import { policyOf } from '../../stack/policy';

/** What holds for a stack without a policy of its own. */
export const policyDefaults = policyOf(undefined);
