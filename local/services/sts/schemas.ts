import { AssumeRole$, GetCallerIdentity$ } from '@aws-sdk/client-sts';

export const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The SDK's runtime schemas of the operations that are simulated. */
export const stsSchemas = { AssumeRole: AssumeRole$, GetCallerIdentity: GetCallerIdentity$ };
