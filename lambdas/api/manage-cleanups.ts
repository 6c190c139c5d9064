import { applyCleanup } from './cleanups/apply-cleanup';
import { listCleanups, showCleanup } from './cleanups/read-cleanups';
import { deleteImage, startCleanup } from './cleanups/request-cleanup';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';

/** Cleanups: planning, applying and looking at them. */
export const handler = api({
  startCleanup: idempotent('startCleanup', startCleanup),
  applyCleanup: idempotent('applyCleanup', applyCleanup),
  listCleanups,
  showCleanup,
  deleteImage,
});
