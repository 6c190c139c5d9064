import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { launchInstance } from './instances/launch-instance';
import { startOnce } from '../../usecases/run/start-once';

/** Serves launches, which cost money and pass a role. */
export const handler = api({ launchInstance: idempotent('launchInstance', startOnce(launchInstance)) });
