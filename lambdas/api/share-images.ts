import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { listShares } from './images/list-shares';
import { shareImage } from './images/share-image';

/** Serves the sharing of images outside this account. Only this function of the API may change it. */
export const handler = api({
  shareImage: idempotent('shareImage', shareImage),
  listShares,
});
