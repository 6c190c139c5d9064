import { GetRole$, SimulatePrincipalPolicy$ } from '@aws-sdk/client-iam';

export const iamNamespace = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** The SDK's runtime schemas of the operations that are simulated. */
export const iamSchemas = { GetRole: GetRole$, SimulatePrincipalPolicy: SimulatePrincipalPolicy$ };
