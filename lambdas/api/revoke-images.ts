import { actInMembers } from '../../aws/client/members';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { restoreImage } from './images/restore-image';
import { revokeImage } from './images/revoke-image';

actInMembers();

/**
 * Revoking images and restoring them: apart from the other changes, since it alone may disable images and give launch
 * permissions back.
 */
export const handler = api({ revokeImage: idempotent('revokeImage', revokeImage), restoreImage });
