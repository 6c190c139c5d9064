import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { runCommand, showCommand } from './instances/run-command';
import { startSession } from './instances/start-session';

/**
 * Serves shells and commands on instances. A session has no idempotency record, because its answer contains a secret.
 */
export const handler = api({ startSession, runCommand: idempotent('runCommand', runCommand), showCommand });
