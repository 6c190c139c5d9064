import { api } from './http';
import { idempotent } from './idempotent';
import { launchInstance } from './instances/launch-instance';
import { startOnce } from './start-once';

/** Launching, which spends money and passes a role. */
export const handler = api({ launchInstance: idempotent('launchInstance', startOnce(launchInstance)) });
