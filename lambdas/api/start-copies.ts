import { actInMembers } from '../../aws/client/members';
import { api } from '../../usecases/runtime/http';
import { idempotent } from '../../usecases/runtime/idempotent';
import { replicateImage } from './images/replicate-image';
import { startOnce } from '../../usecases/run/start-once';

actInMembers();

/** Serves the route that starts copies. */
export const handler = api({ replicateImage: idempotent('replicateImage', startOnce(replicateImage)) });
