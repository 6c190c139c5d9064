import { actInMembers } from '../../aws/members';
import { api } from './http';
import { idempotent } from './idempotent';
import { restoreImage } from './images/restore-image';
import { revokeImage } from './images/revoke-image';

actInMembers();

/** Revoking images and restoring them: apart from the other changes, since it alone may disable images and give launch permissions back. */
export const handler = api({ revokeImage: idempotent('revokeImage', revokeImage), restoreImage });
