import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { launchInstance } from './instances/launch-instance';
import { startOnce } from '../../usecases/run/start-once';

/** Launching, which spends money and passes a role. */
export const handler = api({ launchInstance: idempotent('launchInstance', startOnce(launchInstance)) });
