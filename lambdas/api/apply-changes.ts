import { cancelBuild } from './builds/cancel-build';
import { api } from './http';
import { terminateInstance } from './instances/terminate-instance';

/** The small changes: each is done when it is answered. */
export const handler = api({ cancelBuild, terminateInstance });
