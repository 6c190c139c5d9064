import { actInMembers } from '../../aws/client/members';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { undeleteImage } from './cleanups/undelete-image';
import { restoreImage } from './images/restore-image';
import { revokeImage } from './images/revoke-image';

actInMembers();

/**
 * Serves revocation, restore and the return from the Recycle Bin. Only this function of the API may disable images and
 * set launch permissions again.
 */
export const handler = api({ revokeImage: idempotent('revokeImage', revokeImage), restoreImage, undeleteImage });
