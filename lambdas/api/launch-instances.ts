import { api } from './http';
import { idempotent } from './idempotent';
import { launchInstance } from './instances/launch-instance';

/** Launching, which spends money and passes a role. */
export const handler = api({ launchInstance: idempotent('launchInstance', launchInstance) });
