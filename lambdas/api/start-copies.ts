import { actInMembers } from '../../aws/members';
import { api } from './http';
import { idempotent } from './idempotent';
import { replicateImage } from './images/replicate-image';
import { startOnce } from './start-once';

actInMembers();

/** The route that starts copies. */
export const handler = api({ replicateImage: idempotent('replicateImage', startOnce(replicateImage)) });
