import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { runCommand, showCommand } from './instances/run-command';
import { startSession } from './instances/start-session';

/**
 * Shells and commands on instances. A session is not kept under an idempotency key, since its answer holds a secret.
 */
export const handler = api({ startSession, runCommand: idempotent('runCommand', runCommand), showCommand });
