import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { listShares } from './images/list-shares';
import { shareImage } from './images/share-image';

/** Who may use images outside this account: the only function of the API that may change it. */
export const handler = api({
  shareImage: idempotent('shareImage', shareImage),
  listShares,
});
