import { applyCleanup } from './cleanups/apply-cleanup';
import { listCleanups, showCleanup } from './cleanups/read-cleanups';
import { deleteImage, startCleanup } from './cleanups/request-cleanup';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';

/** Serves the routes that plan, execute and show cleanups. */
export const handler = api({
  startCleanup: idempotent('startCleanup', startCleanup),
  applyCleanup: idempotent('applyCleanup', applyCleanup),
  listCleanups,
  showCleanup,
  deleteImage,
});
