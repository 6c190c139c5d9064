import { Publish$ } from '@aws-sdk/client-sns';

export const topicNamespace = 'http://sns.amazonaws.com/doc/2010-03-31/';

/** The SDK's runtime schemas of the operations that are simulated. */
export const topicSchemas = { Publish: Publish$ };
