import { applyCleanup } from './cleanups/apply-cleanup';
import { listCleanups, showCleanup } from './cleanups/read-cleanups';
import { deleteImage, startCleanup } from './cleanups/start-cleanup';
import { api } from './http';
import { idempotent } from './idempotent';

/** Cleanups: planning, applying and looking at them. */
export const handler = api({
  startCleanup: idempotent('startCleanup', startCleanup),
  applyCleanup: idempotent('applyCleanup', applyCleanup),
  listCleanups,
  showCleanup,
  deleteImage,
});
